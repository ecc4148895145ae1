package io.quorate.server.node;

import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.quorate.proto.v1.CheckpointChunk;
import io.quorate.proto.v1.CheckpointCloseRequest;
import io.quorate.proto.v1.CheckpointOpenRequest;
import io.quorate.proto.v1.CheckpointReadRequest;
import io.quorate.proto.v1.NodeGrpc;
import io.quorate.server.transfer.CheckpointSource;
import io.quorate.server.transfer.Chunk;
import io.quorate.server.transfer.ChunkStream;
import io.quorate.server.transfer.Manifest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads checkpoints of other nodes over gRPC. A stream asks for one chunk after the other was
 * taken, so that no more than the transport's window waits in memory.
 */
public final class CheckpointClient implements CheckpointSource {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointClient.class);

  /** Making a checkpoint reads the whole state of the sender once. */
  private static final Duration OPEN_TIMEOUT = Duration.ofMinutes(10);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Function<String, ? extends Channel> channels;
  private final Supplier<String> nodeId;
  private final Duration chunkTimeout;

  /**
   * @param channels the channel to a node's gRPC address; not closed here
   * @param nodeId of this node
   * @param chunkTimeout after which a stream that brings nothing counts as broken
   */
  public CheckpointClient(
      Function<String, ? extends Channel> channels,
      Supplier<String> nodeId,
      Duration chunkTimeout) {
    this.channels = channels;
    this.nodeId = nodeId;
    this.chunkTimeout = chunkTimeout;
  }

  @Override
  public Manifest open(String address, String groupId) throws IOException {
    CheckpointOpenRequest request =
        CheckpointOpenRequest.newBuilder().setGroupId(groupId).setNodeId(nodeId.get()).build();
    try {
      return CheckpointWire.fromWire(
          stub(address)
              .withDeadlineAfter(OPEN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
              .checkpointOpen(request));
    } catch (StatusException e) {
      throw CheckpointStatus.fromWire(e);
    } catch (IllegalArgumentException e) {
      throw new IOException("unacceptable manifest from " + address, e);
    }
  }

  @Override
  public ChunkStream read(String address, String checkpointId, String file, long offset) {
    CheckpointReadRequest request =
        CheckpointReadRequest.newBuilder()
            .setCheckpointId(checkpointId)
            .setFile(file)
            .setOffset(offset)
            .build();
    return new Stream(stub(address).checkpointRead(request), chunkTimeout);
  }

  @Override
  public void close(String address, String checkpointId) {
    CheckpointCloseRequest request =
        CheckpointCloseRequest.newBuilder().setCheckpointId(checkpointId).build();
    try {
      var _ =
          stub(address)
              .withDeadlineAfter(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
              .checkpointClose(request);
    } catch (StatusException e) {
      LOG.debug("could not close checkpoint {} at {}", checkpointId, address, e);
    }
  }

  private NodeGrpc.NodeBlockingV2Stub stub(String address) {
    return NodeGrpc.newBlockingV2Stub(channels.apply(address));
  }

  private record Stream(BlockingClientCall<?, CheckpointChunk> call, Duration chunkTimeout)
      implements ChunkStream {
    @Override
    public Optional<Chunk> next() throws IOException {
      try {
        return Optional.ofNullable(call.read(chunkTimeout.toMillis(), TimeUnit.MILLISECONDS))
            .map(CheckpointWire::fromWire);
      } catch (StatusException e) {
        throw CheckpointStatus.fromWire(e);
      } catch (TimeoutException e) {
        throw new IOException("no chunk within " + chunkTimeout, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }

    @Override
    public void close() {
      call.cancel("done", null);
    }
  }
}
