package io.quorate.cli.data;

import io.quorate.cli.data.JsonInput.Field;
import io.quorate.client.Bytes;
import io.quorate.client.Compare;
import io.quorate.client.Compare.Operand;
import io.quorate.client.Compare.Relation;
import io.quorate.client.Op;
import io.quorate.client.Transaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads a transaction from its JSON form, field by field, so that each mistake is told with its
 * line and column.
 */
final class TransactionFile {
  private static final Map<String, Relation> RELATIONS =
      Map.of(
          "=", Relation.EQUAL, "!=", Relation.NOT_EQUAL, "<", Relation.LESS, ">", Relation.GREATER);

  private final JsonInput input;

  private TransactionFile(JsonInput input) {
    this.input = input;
  }

  /**
   * The transaction that {@code text} describes.
   *
   * @param name of the file, for messages
   * @throws io.quorate.cli.CommandFailure naming line and column when it describes none
   */
  static Transaction parse(String name, String text) throws IOException {
    try (var input = new JsonInput(name, text)) {
      var transaction = new TransactionFile(input).transaction();
      input.expectEnd();
      return transaction;
    }
  }

  private Transaction transaction() throws IOException {
    var compares = new ArrayList<Compare>();
    var then = new ArrayList<Op>();
    var otherwise = new ArrayList<Op>();
    input.object(
        "a transaction",
        List.of(
            new Field("compare", () -> input.list("compare", () -> compares.add(compare()))),
            new Field("then", () -> input.list("then", () -> then.add(operation()))),
            new Field("else", () -> input.list("else", () -> otherwise.add(operation())))));
    return new Transaction(compares, then, otherwise);
  }

  private Compare compare() throws IOException {
    var key = new Once<Bytes>();
    var operand = new Once<Operand>();
    var relation = new Once<Relation>();
    var at = input.here();
    input.object(
        "a comparison",
        concat(
            bytes("key", key),
            List.of(
                new Field("version", () -> set(operand, () -> new Operand.Version(input.number()))),
                new Field(
                    "create_index",
                    () -> set(operand, () -> new Operand.CreateIndex(input.number()))),
                new Field(
                    "modify_index",
                    () -> set(operand, () -> new Operand.ModifyIndex(input.number()))),
                new Field("lease", () -> set(operand, () -> new Operand.LeaseId(input.number()))),
                new Field("exists", () -> set(operand, () -> new Operand.Exists(input.truth()))),
                new Field(
                    "value",
                    () -> set(operand, () -> new Operand.Value(Bytes.utf8(input.string())))),
                new Field("value_base64", () -> set(operand, () -> new Operand.Value(base64()))),
                new Field("is", () -> set(relation, this::relation)))));
    return new Compare(
        need(at, key, "a comparison needs a \"key\""),
        relation.get().orElse(Relation.EQUAL),
        need(
            at,
            operand,
            "a comparison needs one of version, create_index, modify_index, lease, exists, value"));
  }

  private Relation relation() throws IOException {
    var text = input.string();
    var relation = RELATIONS.get(text);
    if (relation == null)
      throw input.mistake("\"is\" is one of =, !=, <, >; found \"" + text + "\"");
    return relation;
  }

  private Op operation() throws IOException {
    var operation = new Once<Op>();
    var at = input.here();
    input.object(
        "an operation",
        List.of(
            new Field("put", () -> set(operation, this::put)),
            new Field("delete", () -> set(operation, this::delete)),
            new Field("delete_range", () -> set(operation, this::deleteRange)),
            new Field("get", () -> set(operation, this::get))));
    return need(at, operation, "an operation is one of put, delete, delete_range, get");
  }

  private Op put() throws IOException {
    var key = new Once<Bytes>();
    var value = new Once<Bytes>();
    var lease = new Once<Long>();
    var previous = new Once<Boolean>();
    var at = input.here();
    input.object(
        "a put",
        concat(
            concat(bytes("key", key), bytes("value", value)),
            List.of(
                new Field("lease", () -> set(lease, () -> input.number())),
                new Field("previous", () -> set(previous, () -> input.truth())))));
    return new Op.Put(
        need(at, key, "a put needs a \"key\""),
        need(at, value, "a put needs a \"value\""),
        lease.get().orElse(0L),
        previous.get().orElse(false));
  }

  private Op delete() throws IOException {
    var key = new Once<Bytes>();
    var previous = new Once<Boolean>();
    var at = input.here();
    input.object(
        "a delete",
        concat(
            bytes("key", key),
            List.of(new Field("previous", () -> set(previous, () -> input.truth())))));
    return new Op.Delete(need(at, key, "a delete needs a \"key\""), previous.get().orElse(false));
  }

  private Op get() throws IOException {
    var key = new Once<Bytes>();
    var at = input.here();
    input.object("a get", bytes("key", key));
    return new Op.Get(need(at, key, "a get needs a \"key\""));
  }

  private Op deleteRange() throws IOException {
    var start = new Once<Bytes>();
    var end = new Once<Bytes>();
    var limit = new Once<Long>();
    var at = input.here();
    input.object(
        "a delete_range",
        concat(
            concat(bytes("start", start), bytes("end", end)),
            List.of(
                new Field("limit", () -> set(limit, () -> input.number())),
                new Field("prefix", () -> prefix(Bytes.utf8(input.string()), start, end)),
                new Field("prefix_base64", () -> prefix(base64(), start, end)))));
    return new Op.DeleteRange(
        need(at, start, "a delete_range needs a \"start\" or a \"prefix\""),
        end.get().orElse(Bytes.EMPTY),
        Math.toIntExact(Math.min(limit.get().orElse(0L), Integer.MAX_VALUE)));
  }

  private void prefix(Bytes prefix, Once<Bytes> start, Once<Bytes> end) throws IOException {
    set(start, () -> prefix);
    set(end, prefix::prefixEnd);
  }

  private List<Field> bytes(String name, Once<Bytes> target) {
    return List.of(
        new Field(name, () -> set(target, () -> Bytes.utf8(input.string()))),
        new Field(name + "_base64", () -> set(target, this::base64)));
  }

  private Bytes base64() throws IOException {
    try {
      return Form.BASE64.read(input.string());
    } catch (IllegalArgumentException e) {
      throw input.mistake(String.valueOf(e.getMessage()));
    }
  }

  private static List<Field> concat(List<Field> first, List<Field> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private <T> void set(Once<T> target, Value<T> value) throws IOException {
    if (target.get().isPresent()) throw input.mistake("only one field may say this");
    target.set(value.read());
  }

  /** A value at the input's place. */
  private interface Value<T> {
    T read() throws IOException;
  }

  private <T> T need(JsonInput.Place at, Once<T> value, String message) {
    return value.get().orElseThrow(() -> input.mistake(at, message));
  }
}
