package io.quorate.ratis;

import io.quorate.command.Applied;
import io.quorate.command.Entry;
import io.quorate.command.EntryCodec;
import io.quorate.command.TermIndex;
import io.quorate.engine.Engine;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Ratis → engine. One instance per start of a division.
 *
 * <p>The engine's durable position is reported as a snapshot without files, so Ratis replays from
 * the entry after it and purges nothing beyond it (notes: V9). Ratis never takes a snapshot by
 * itself; checkpoints travel beside Raft.
 */
public final class QuorateStateMachine extends BaseStateMachine {
  private final StateMachineHost host;

  // Replaced only while Ratis has paused this state machine.
  private volatile @Nullable Engine engine;
  private volatile @Nullable Durable durable;

  public QuorateStateMachine(StateMachineHost host) {
    this.host = host;
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage)
      throws IOException {
    getLifeCycle()
        .startAndTransition(
            () -> {
              super.initialize(server, group, storage);
              openEngine();
            });
  }

  private void openEngine() throws IOException {
    Engine opened = host.open();
    engine = opened;
    TermIndex applied = opened.applied();
    if (applied.index() >= 0) {
      setLastAppliedTermIndex(
          org.apache.ratis.server.protocol.TermIndex.valueOf(applied.term(), applied.index()));
    }
    host.applied(applied);
  }

  private Engine engine() {
    Engine current = engine;
    if (current == null) {
      throw new IllegalStateException("the state of " + getId() + " is not open");
    }
    return current;
  }

  @Override
  public TransactionContext startTransaction(RaftClientRequest request) {
    Message message = request.getMessage();
    TransactionContext context =
        TransactionContext.newBuilder()
            .setStateMachine(this)
            .setClientRequest(request)
            .setLogData(message.getContent())
            .setStateMachineContext(message)
            .build();
    if (message instanceof Submission submission) {
      submission.started(context);
    }
    return context;
  }

  @Override
  public TransactionContext startTransaction(LogEntryProto entry, RaftPeerRole role) {
    return TransactionContext.newBuilder()
        .setStateMachine(this)
        .setLogEntry(entry)
        .setServerRole(role)
        .build();
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto logEntry = transaction.getLogEntry();
    TermIndex position = new TermIndex(logEntry.getTerm(), logEntry.getIndex());
    Submission submission =
        transaction.getStateMachineContext() instanceof Submission ours ? ours : null;
    List<Applied> results;
    try {
      Entry entry = submission != null ? submission.entry() : decode(logEntry);
      results = engine().apply(position.term(), position.index(), entry);
    } catch (RuntimeException | java.lang.Error e) {
      // Going on would let the replicas diverge silently. Ratis closes the division when apply
      // throws.
      host.applyFailed(position, e);
      throw e;
    }
    updateLastAppliedTermIndex(position.term(), position.index());
    host.applied(position);
    if (submission != null) {
      submission.applied(position, results);
    }
    return CompletableFuture.completedFuture(Message.EMPTY);
  }

  private static Entry decode(LogEntryProto entry) {
    return EntryCodec.decode(RatisBytes.copy(entry.getStateMachineLogEntry().getLogData()));
  }

  @Override
  public void notifyTermIndexUpdated(long term, long index) {
    super.notifyTermIndexUpdated(term, index);
    engine().advance(term, index);
    host.applied(new TermIndex(term, index));
  }

  // ---- durable position, checkpoints ----

  @Override
  public @Nullable SnapshotInfo getLatestSnapshot() {
    Engine current = engine;
    if (current == null) {
      return null;
    }
    TermIndex position = current.durable();
    if (position.index() < 0) {
      return null;
    }
    // Called in hot loops of Ratis: one object per position.
    Durable known = durable;
    if (known == null || !known.position.equals(position)) {
      known = new Durable(position);
      durable = known;
    }
    return known;
  }

  /** Never flushes here, on the updater thread: flushing has its own thread. */
  @Override
  public long takeSnapshot() {
    return engine().durable().index();
  }

  @Override
  public void pause() {
    LifeCycle lifeCycle = getLifeCycle();
    if (lifeCycle.getCurrentState() == LifeCycle.State.PAUSED) {
      return;
    }
    lifeCycle.transition(LifeCycle.State.PAUSING);
    lifeCycle.transition(LifeCycle.State.PAUSED);
  }

  @Override
  public void reinitialize() throws IOException {
    getLifeCycle().transition(LifeCycle.State.STARTING);
    Engine old = engine;
    engine = null;
    if (old != null) {
      host.close(old);
    }
    openEngine();
    getLifeCycle().transition(LifeCycle.State.RUNNING);
  }

  @Override
  public void close() throws IOException {
    getLifeCycle()
        .checkStateAndClose(
            () -> {
              Engine last = engine;
              engine = null;
              if (last != null) {
                host.close(last);
              }
            });
    super.close();
  }

  @Override
  public CompletableFuture<org.apache.ratis.server.protocol.TermIndex>
      notifyInstallSnapshotFromLeader(
          RoleInfoProto role, org.apache.ratis.server.protocol.TermIndex first) {
    TermIndex applied = engine().applied();
    if (first.getIndex() <= applied.index() + 1) {
      // The leader's log reaches back to what we have: no checkpoint is needed (new peers are
      // always asked once).
      return CompletableFuture.completedFuture(null);
    }
    String leader = role.getFollowerInfo().getLeaderInfo().getId().getId().toStringUtf8();
    return host.fetchCheckpoint(leader, new TermIndex(first.getTerm(), first.getIndex()))
        .thenApply(
            installed ->
                org.apache.ratis.server.protocol.TermIndex.valueOf(
                    installed.term(), installed.index()));
  }

  private record Durable(TermIndex position) implements SnapshotInfo {
    @Override
    public org.apache.ratis.server.protocol.TermIndex getTermIndex() {
      return org.apache.ratis.server.protocol.TermIndex.valueOf(position.term(), position.index());
    }

    @Override
    public List<FileInfo> getFiles() {
      return List.of();
    }
  }

  // ---- notifications ----

  @Override
  public void notifyLeaderChanged(RaftGroupMemberId self, RaftPeerId leader) {
    host.leaderChanged(leader.toString());
  }

  @Override
  public void notifyLeaderReady() {
    host.leaderReady();
  }

  @Override
  public void notifyNotLeader(Collection<TransactionContext> pending) {
    host.notLeader();
  }

  @Override
  public void notifyConfigurationChanged(
      long term, long index, RaftConfigurationProto configuration) {
    host.configurationChanged(term, index);
  }

  @Override
  public void notifyLogFailed(Throwable cause, LogEntryProto entry) {
    host.logFailed(cause);
  }

  @Override
  public void notifyServerShutdown(RoleInfoProto role, boolean allServer) {
    if (!allServer) {
      host.divisionClosed();
    }
  }

  @Override
  public String toStateMachineLogEntryString(StateMachineLogEntryProto entry) {
    return entry.getLogData().size() + " bytes";
  }
}
