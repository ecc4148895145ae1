package io.quorate.server.read;

import io.quorate.command.Bytes;
import io.quorate.command.KeyValue;
import io.quorate.proto.v1.Evidence;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.server.error.RequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gets that arrived together and ask for the same: one basis, one view and one evidence serve all
 * of them. What can never be answered fails alone.
 */
final class ReadTogether implements Reading<List<ReadReply.Builder>, List<ReadReply>> {
  private final List<Bytes> keys = new ArrayList<>();

  /** Of the keys, in their order. */
  private final List<CompletableFuture<ReadReply>> asked = new ArrayList<>();

  private final List<CompletableFuture<ReadReply>> answers = new ArrayList<>();

  ReadTogether(List<ReadRequest> gets) {
    for (ReadRequest get : gets) {
      var answer = new CompletableFuture<ReadReply>();
      answers.add(answer);
      try {
        keys.add(Query.key(get.getGet().getKey()));
        asked.add(answer);
      } catch (RequestException e) {
        answer.completeExceptionally(e);
      }
    }
  }

  /** None of them can be answered. */
  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Of all requests, in their order. */
  List<CompletableFuture<ReadReply>> answers() {
    return answers;
  }

  @Override
  public boolean isLong() {
    return false;
  }

  @Override
  public List<ReadReply.Builder> read(TakenView taken) {
    var replies = new ArrayList<ReadReply.Builder>(keys.size());
    if (keys.size() == 1) {
      replies.add(reply(taken.view().get(keys.getFirst())));
    } else {
      taken.view().getAll(keys).forEach(found -> replies.add(reply(found)));
    }
    return replies;
  }

  private static ReadReply.Builder reply(Optional<KeyValue> found) {
    return ReadReply.newBuilder().setGet(Query.result(found));
  }

  @Override
  public List<ReadReply> finish(
      List<ReadReply.Builder> replies, TakenView taken, Evidence evidence) {
    var finished = new ArrayList<ReadReply>(replies.size());
    for (ReadReply.Builder reply : replies) {
      finished.add(reply.setEvidence(evidence).build());
    }
    return finished;
  }

  void complete(@Nullable List<ReadReply> replies, @Nullable Throwable failure) {
    for (int i = 0; i < asked.size(); i++) {
      if (replies == null) {
        asked
            .get(i)
            .completeExceptionally(
                failure == null
                    ? new IllegalStateException("neither replies nor failure")
                    : failure);
      } else {
        asked.get(i).complete(replies.get(i));
      }
    }
  }
}
