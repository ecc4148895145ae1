package io.quorate.server.proposal;

import io.quorate.command.InvalidCommandException;
import io.quorate.command.TooLargeException;
import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Replicator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A write on any node: checked here, proposed when this node leads, forwarded when another does.
 */
public final class WriteService implements Writes {
  private final Replicator replicator;
  private final Proposer proposer;
  private final Concerns concerns;
  private final Supplier<RemoteWrites> remote;
  private final WriteReplies replies;

  public WriteService(
      Replicator replicator,
      Proposer proposer,
      Concerns concerns,
      Supplier<RemoteWrites> remote,
      WriteReplies replies) {
    this.replicator = replicator;
    this.proposer = proposer;
    this.concerns = concerns;
    this.remote = remote;
    this.replies = replies;
  }

  @Override
  public CompletableFuture<WriteReply> write(CheckedWrite write, Deadline deadline) {
    return replicator.leadership().leads()
        ? lead(write, deadline)
        : remote.get().forward(write.request(), deadline);
  }

  /**
   * Never forwards: fails with NOT_LEADER where this node does not lead. For writes that were
   * forwarded already.
   */
  public CompletableFuture<WriteReply> writeAsLeader(WriteRequest request, Deadline deadline) {
    try {
      return lead(CheckedWrite.of(request), deadline);
    } catch (TooLargeException e) {
      return CompletableFuture.failedFuture(
          RequestException.tooLarge(String.valueOf(e.getMessage())));
    } catch (InvalidCommandException e) {
      return CompletableFuture.failedFuture(
          RequestException.invalid(String.valueOf(e.getMessage())));
    }
  }

  private CompletableFuture<WriteReply> lead(CheckedWrite write, Deadline deadline) {
    Concern concern = write.request().getConcern();
    try {
      concerns.check(concern);
    } catch (RequestException e) {
      return CompletableFuture.failedFuture(e);
    }
    return proposer
        .propose(write.proposed(), write.request().getSerializedSize() + 16, deadline)
        .thenCompose(placed -> answer(placed, concern, deadline));
  }

  private CompletableFuture<WriteReply> answer(
      Proposer.Placed placed, Concern concern, Deadline deadline) {
    CompletableFuture<List<String>> holders =
        concerns.await(concern, placed.applied().index(), deadline);
    return holders.isDone() && !holders.isCompletedExceptionally()
        ? CompletableFuture.completedFuture(replies.of(placed, concern, holders.join()))
        : holders.thenApply(names -> replies.of(placed, concern, names));
  }
}
