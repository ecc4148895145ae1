package io.quorate.chaos.inprocess;

import io.quorate.chaos.Await;
import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.ReadIndexRequest;
import io.quorate.proto.v1.TermReply;
import io.quorate.server.error.Deadline;
import io.quorate.server.node.Links;
import io.quorate.server.read.ReadIndex;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Linearizable reads on one server by the product's read index, over links that are cut with the
 * server.
 */
final class OurReader implements AutoCloseable {
  private final InJvmServer server;
  private final ReadIndex readIndex;

  OurReader(InJvmGroup group, InJvmServer server) {
    this.server = server;
    this.readIndex =
        new ReadIndex(new InJvmReplicator(group, server), new CuttableLinks(group, server));
  }

  /** Fails when this server is not proven to lead. */
  CompletableFuture<String> read() {
    return readIndex
        .answer(ReadIndexRequest.newBuilder().setConsistency(Consistency.LINEARIZABLE).build())
        .thenApplyAsync(
            point -> {
              Await.until(
                  "index " + point.getIndex() + " is applied",
                  Duration.ofSeconds(5),
                  () -> server.applied() >= point.getIndex(),
                  () -> "applied " + server.applied());
              return server.local();
            });
  }

  @Override
  public void close() {
    readIndex.close();
  }

  private record CuttableLinks(InJvmGroup group, InJvmServer from) implements Links {
    @Override
    public CompletableFuture<LinkFrame> ask(String peer, LinkFrame question, Deadline deadline) {
      if (!question.hasTermRequest()) {
        throw new IllegalArgumentException("only terms are asked here: " + question);
      }
      // Lost when cut: then the deadline ends the wait, as on a real network.
      var answer = new CompletableFuture<LinkFrame>();
      var _ =
          CompletableFuture.runAsync(
              () -> {
                if (!group.isCut(from.id(), peer)) {
                  var term = TermReply.newBuilder().setTerm(group.server(peer).term());
                  answer.complete(LinkFrame.newBuilder().setTerm(term).build());
                }
              });
      return answer.orTimeout(InJvmServer.ELECTION_TIMEOUT_MIN_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void tell(String peer, LinkFrame news) {
      throw new UnsupportedOperationException();
    }
  }
}
