package io.quorate.server.proposal;

import io.quorate.command.Command;
import io.quorate.command.InvalidCommandException;
import io.quorate.command.OperationCodec;
import io.quorate.command.Proposed;
import io.quorate.command.ResultCodec;
import io.quorate.command.TooLargeException;
import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.Token;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Replicator;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A write on any node: checked here, proposed when this node leads, forwarded when another does.
 */
public final class WriteService implements Writes {
  private final Replicator replicator;
  private final Proposer proposer;
  private final Concerns concerns;
  private final Supplier<RemoteWrites> remote;
  private final LongSupplier epoch;
  private final String nodeName;

  public WriteService(
      Replicator replicator,
      Proposer proposer,
      Concerns concerns,
      Supplier<RemoteWrites> remote,
      LongSupplier epoch,
      String nodeName) {

    this.replicator = replicator;
    this.proposer = proposer;
    this.concerns = concerns;
    this.remote = remote;
    this.epoch = epoch;
    this.nodeName = nodeName;
  }

  @Override
  public CompletableFuture<WriteReply> write(WriteRequest request, Deadline deadline) {
    return replicator.leadership().leads()
        ? writeAsLeader(request, deadline)
        : remote.get().forward(request, deadline);
  }

  /**
   * Never forwards: fails with NOT_LEADER where this node does not lead. For writes that were
   * forwarded already.
   */
  public CompletableFuture<WriteReply> writeAsLeader(WriteRequest request, Deadline deadline) {
    try {
      return lead(request, deadline);
    } catch (TooLargeException e) {
      return CompletableFuture.failedFuture(
          RequestException.tooLarge(String.valueOf(e.getMessage())));
    } catch (InvalidCommandException e) {
      return CompletableFuture.failedFuture(
          RequestException.invalid(String.valueOf(e.getMessage())));
    } catch (RequestException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<WriteReply> lead(WriteRequest request, Deadline deadline) {
    Command.Operation operation = OperationCodec.decode(request.getOperation());
    Concern concern = request.getConcern();
    concerns.check(concern);
    Proposed proposed =
        new Proposed(
            request.getSessionId(), request.getSequence(), request.getAcknowledged(), operation);
    return proposer
        .propose(proposed, request.getSerializedSize() + 16, deadline)
        .thenCompose(
            placed ->
                concerns
                    .await(concern, placed.applied().index(), deadline)
                    .thenApply(holders -> reply(placed, concern, holders)));
  }

  private WriteReply reply(Proposer.Placed placed, Concern concern, Iterable<String> holders) {
    return WriteReply.newBuilder()
        .setResult(ResultCodec.encode(placed.applied().result()))
        .setToken(
            Token.newBuilder()
                .setGroup(GroupToken.bytes(replicator.groupId()))
                .setEpoch(epoch.getAsLong())
                .setTerm(placed.term())
                .setIndex(placed.entryIndex()))
        .setConcern(concern)
        .addAllAcknowledgedBy(holders)
        .setDuplicate(placed.applied().duplicate())
        .setNode(nodeName)
        .build();
  }
}
