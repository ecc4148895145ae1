package io.quorate.engine;

import io.quorate.change.ChangeLimits;
import io.quorate.change.ChangeLog;
import io.quorate.cluster.ClusterTable;
import io.quorate.cluster.Settings;
import io.quorate.command.Applied;
import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.KeyValue;
import io.quorate.command.Limits;
import io.quorate.command.Proposed;
import io.quorate.command.Result;
import io.quorate.command.ResultCodec;
import io.quorate.digest.Digest;
import io.quorate.kv.KvEffects;
import io.quorate.kv.KvHeaders;
import io.quorate.kv.KvSpace;
import io.quorate.kv.KvTransaction;
import io.quorate.lease.LeaseEffects;
import io.quorate.lease.LeaseTable;
import io.quorate.proto.v1.OperationResult;
import io.quorate.session.SessionLimits;
import io.quorate.session.SessionTable;
import io.quorate.store.Batch;
import io.quorate.store.Hash128;
import io.quorate.store.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives every command to its feature, and tells one feature what another did: a lease that ends
 * deletes keys, a key that is put attaches to its lease, all of it is written to the change log.
 *
 * <p>Holds what the features keep in memory between entries. After a batch that was not written,
 * load a new one. Only touched by the thread that applies.
 */
final class Applier {
  private final ChangeLog changes;
  private final SessionTable sessions;
  private final Digest digest;
  private final KvHeaders headers = new KvHeaders();
  private Settings settings;

  Applier(Reader state) {
    changes = ChangeLog.open(state);
    sessions = new SessionTable(changes::session);
    digest = Digest.load(state);
    settings = ClusterTable.settings(state);
  }

  /** Evaluates the entry on the batch, which is complete then but for the applied position. */
  List<Applied> apply(Entry entry, Batch batch) {
    return new Turn(batch).apply(entry);
  }

  ChangeLog changes() {
    return changes;
  }

  Settings settings() {
    return settings;
  }

  Hash128 digestRoot() {
    return digest.root();
  }

  /** One entry's application. */
  private final class Turn implements KvEffects, LeaseEffects {
    private final Batch batch;
    private final KvSpace kv;
    private final LeaseTable leases;
    private boolean digestMarked;

    Turn(Batch batch) {
      this.batch = batch;
      this.kv = new KvSpace(batch, headers, this);
      this.leases = new LeaseTable(batch, this);
    }

    List<Applied> apply(Entry entry) {
      changes.beginEntry(batch, changeLimits());
      sessions.beginEntry(entry.version());
      var results = new ArrayList<Applied>(entry.commands().size());
      for (int ordinal = 0; ordinal < entry.commands().size(); ordinal++) {
        results.add(apply(entry.commands().get(ordinal), ordinal));
      }
      changes.endEntry(batch, changeLimits());
      sessions.endEntry(batch);
      digest.update(batch);
      if (digestMarked) {
        digest.mark(batch);
      }
      headers.learn(batch);
      return results;
    }

    private Applied apply(Proposed proposed, int ordinal) {
      if (proposed.sessionId() == 0) {
        Result result = execute(proposed, ordinal);
        changes.endOperation(batch, ordinal, 0, 0, null);
        return new Applied(result, batch.index(), false);
      }
      Optional<Applied> answer = sessions.answer(proposed, batch, sessionLimits());
      if (answer.isPresent()) {
        return answer.get();
      }
      Result result = execute(proposed, ordinal);
      OperationResult recorded = ResultCodec.encode(result);
      sessions.record(proposed, recorded, batch);
      changes.endOperation(batch, ordinal, proposed.sessionId(), proposed.sequence(), recorded);
      return new Applied(result, batch.index(), false);
    }

    // No default: a new command does not compile until it is handled.
    private Result execute(Proposed proposed, int ordinal) {
      return switch (proposed.command()) {
        case Command.Put put -> kv.put(put);
        case Command.Delete delete -> kv.delete(delete);
        case Command.DeleteRange range -> kv.deleteRange(range);
        case Command.Transaction transaction -> KvTransaction.apply(transaction, batch, kv);
        case Command.LeaseGrant grant -> leases.grant(grant, derivedId(ordinal));
        case Command.LeaseKeepAlive keepAlive -> leases.keepAlive(keepAlive);
        case Command.LeaseRevoke revoke -> leases.revoke(revoke);
        case Command.OpenSession open ->
            sessions.open(open, derivedId(ordinal), batch, sessionLimits());
        case Command.CloseSession close -> sessions.close(close, batch);
        case Command.Resolve resolve -> sessions.resolve(resolve, proposed, batch, sessionLimits());
        case Command.ExpireLeases expire -> leases.expire(expire);
        case Command.ExpireSessions expire -> sessions.expire(expire, batch);
        case Command.RegisterNode node -> done(() -> ClusterTable.register(node, batch));
        case Command.ForgetNode node -> done(() -> ClusterTable.forget(node, batch));
        case Command.RecordElection election ->
            done(() -> ClusterTable.recordElection(election, ordinal, batch));
        case Command.DigestMark() -> done(() -> digestMarked = true);
        case Command.Configure change ->
            done(() -> settings = ClusterTable.configure(change, settings, batch));
        case Command.Noop() -> new Result.Done();
      };
    }

    private static Result done(Runnable effect) {
      effect.run();
      return new Result.Done();
    }

    /** Unique for ever: an entry holds fewer commands than the factor. */
    private long derivedId(int ordinal) {
      return batch.index() * Limits.ENTRY_COMMANDS + ordinal;
    }

    private ChangeLimits changeLimits() {
      return new ChangeLimits(
          settings.changeLogOperations(), settings.changeLogBytes(), settings.changeLogAgeMs());
    }

    private SessionLimits sessionLimits() {
      return new SessionLimits(
          settings.sessionTtlMs(), settings.sessionMaxResults(), settings.sessionMaxBytes());
    }

    @Override
    public boolean leaseAlive(long leaseId) {
      return leases.alive(leaseId);
    }

    @Override
    public void put(KeyValue record, long previousLeaseId) {
      if (record.leaseId() != previousLeaseId) {
        detach(record.key(), previousLeaseId);
        if (record.leaseId() != 0) {
          leases.attach(record.leaseId(), record.key());
        }
      }
      changes.put(record, batch);
    }

    @Override
    public void deleted(KeyValue record) {
      detach(record.key(), record.leaseId());
      changes.delete(record, batch);
    }

    private void detach(Bytes key, long leaseId) {
      if (leaseId != 0) {
        leases.detach(leaseId, key);
      }
    }

    @Override
    public void deleteKey(Bytes key) {
      kv.delete(key);
    }

    @Override
    public void changed(long leaseId, long ttlMs, String kind) {
      changes.lease(leaseId, ttlMs, kind, batch);
    }
  }
}
