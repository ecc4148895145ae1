package io.quorate.cli.data;

import io.quorate.cli.output.Json;
import io.quorate.client.KeyValue;
import io.quorate.client.OpResult;
import java.util.Optional;

/** What one operation did, as JSON: an object with one field, named after the operation. */
final class OpResultJson {
  private static final ByteForms FORMS = new ByteForms();

  private OpResultJson() {}

  static Json.Fields of(OpResult result) {
    return switch (result) {
      case OpResult.Put put ->
          Json.fields()
              .add(
                  "put",
                  previous(
                      Json.fields()
                          .add("version", put.version())
                          .add("create_index", put.createIndex()),
                      put.previous()));
      case OpResult.Delete delete ->
          Json.fields()
              .add(
                  "delete",
                  previous(Json.fields().add("deleted", delete.deleted()), delete.previous()));
      case OpResult.DeleteRange range ->
          Json.fields()
              .add(
                  "delete_range",
                  Json.fields().add("deleted", range.deleted()).add("more", range.more()));
      case OpResult.Get get ->
          Json.fields()
              .add(
                  "get",
                  get.kv()
                      .map(kv -> FORMS.record(kv, false))
                      .orElseGet(Json::fields)
                      .add("found", get.kv().isPresent()));
      case OpResult.Transaction transaction ->
          Json.fields()
              .add(
                  "transaction",
                  Json.fields()
                      .add("succeeded", transaction.succeeded())
                      .add(
                          "results",
                          transaction.results().stream().map(OpResultJson::of).toList()));
      case OpResult.LeaseChange change ->
          Json.fields()
              .add(
                  "lease",
                  Json.fields()
                      .add("lease", change.lease().id())
                      .add("ttl_ms", change.lease().ttl().toMillis())
                      .add("keys_deleted", change.keysDeleted()));
      case OpResult.Done _ -> Json.fields().add("done", true);
    };
  }

  private static Json.Fields previous(Json.Fields fields, Optional<KeyValue> previous) {
    previous.ifPresent(kv -> fields.add("previous", FORMS.record(kv, false)));
    return fields;
  }
}
