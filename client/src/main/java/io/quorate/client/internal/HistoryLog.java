package io.quorate.client.internal;

import io.quorate.client.Bytes;
import io.quorate.client.ClientSettings;
import io.quorate.client.Consistency;
import io.quorate.client.DeleteOptions;
import io.quorate.client.DeleteRangeResult;
import io.quorate.client.DeleteResult;
import io.quorate.client.Evidence;
import io.quorate.client.GetResult;
import io.quorate.client.HistoryRecording;
import io.quorate.client.KeyValue;
import io.quorate.client.MultiGetResult;
import io.quorate.client.Op;
import io.quorate.client.OpResult;
import io.quorate.client.Outcome;
import io.quorate.client.Precondition;
import io.quorate.client.PreconditionFailedException;
import io.quorate.client.PutOptions;
import io.quorate.client.PutResult;
import io.quorate.client.QuorateException;
import io.quorate.client.Transaction;
import io.quorate.client.TransactionResult;
import io.quorate.client.WriteInfo;
import io.quorate.history.BytesText;
import io.quorate.history.Completion;
import io.quorate.history.Operation;
import io.quorate.history.Recorded;
import io.quorate.history.Recorder;
import io.quorate.history.RecorderOptions;
import io.quorate.history.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a {@link Recorder} what the client does, in the terms of registers:
 *
 * <ul>
 *   <li>a put is a {@code write}; one that requires absence is a {@code cas} from null. What a put
 *       or delete requires of the version is recorded with it, and when it is refused, what it met.
 *   <li>a put with a lease is followed by a delete of unknown outcome: the lease may end any time.
 *   <li>a transaction is what its branch did, key by key; until the branch is known both may have.
 *   <li>NOT_APPLIED is {@code fail}; UNKNOWN, or a bug, is {@code info}. A read that failed did not
 *       happen, whatever else.
 * </ul>
 */
final class HistoryLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryLog.class);

  /** What waits for the outcome of a call. */
  interface Pending<T> {
    void done(@Nullable T result, @Nullable Throwable failure);
  }

  private final HistoryRecording recording;
  private final Recorder recorder;

  HistoryLog(HistoryRecording recording, ClientSettings settings) {
    this.recording = recording;
    var options =
        new RecorderOptions(recording.sampleRatio(), recording.hashValues(), recording.capacity());
    var session = settings.clientName() + "-" + UUID.randomUUID().toString().substring(0, 8);
    try {
      recorder = Recorder.open(recording.file(), session, options);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot record a history in " + recording.file(), failed);
    }
  }

  Pending<PutResult> put(Bytes key, Bytes value, PutOptions options, Scope scope) {
    var text = value(value);
    var put =
        options.precondition().absent()
            ? invoke(Operation.CAS, key, Arrays.asList(null, text))
            : invoke(Operation.WRITE, key, text, expected(options.precondition()));
    var leased = options.leaseId() != 0 ? leaseEnd(key) : null;
    return (result, failure) -> {
      if (result == null) {
        failed(put, failure, scope.attempts());
      } else {
        var version = version(result.createIndex(), result.version());
        put.ok(written(version, result.write()).sent(scope.attempts()));
      }
      settle(leased, failure);
    };
  }

  Pending<DeleteResult> delete(Bytes key, DeleteOptions options, Scope scope) {
    var delete = invoke(Operation.DELETE, key, null, expected(options.precondition()));
    return (result, failure) -> {
      if (result == null) {
        failed(delete, failure, scope.attempts());
      } else {
        delete.ok(written(null, result.write()).sent(scope.attempts()));
      }
    };
  }

  Pending<DeleteRangeResult> deleteRange(Bytes start, Bytes end) {
    var delete = range(start, end);
    return (result, failure) -> {
      if (result == null) {
        failed(delete, failure);
      } else {
        delete.ok(written(null, result.write()));
      }
    };
  }

  Pending<GetResult> get(Bytes key, Consistency consistency, Scope scope) {
    var read = invoke(Operation.READ, key, null);
    return (result, failure) -> {
      if (result == null) {
        read.fail(Completion.NONE.sent(scope.attempts()));
      } else {
        read(read, result.kv(), result.evidence(), consistency, scope.attempts());
      }
    };
  }

  Pending<MultiGetResult> multiGet(List<Bytes> keys, Consistency consistency) {
    var reads = keys.stream().map(key -> invoke(Operation.READ, key, null)).toList();
    return (result, failure) -> {
      for (var i = 0; i < reads.size(); i++) {
        if (result == null) {
          reads.get(i).fail();
        } else {
          read(reads.get(i), result.kvs().get(i), result.evidence(), consistency, 1);
        }
      }
    };
  }

  Pending<TransactionResult> transaction(Transaction transaction) {
    var then = transaction.then().stream().map(this::step).toList();
    var otherwise = transaction.otherwise().stream().map(this::step).toList();
    return (result, failure) -> {
      if (result == null) {
        then.forEach(each -> each.failed(failure));
        otherwise.forEach(each -> each.failed(failure));
        return;
      }
      var taken = result.succeeded() ? then : otherwise;
      (result.succeeded() ? otherwise : then).forEach(Step::notTaken);
      for (var i = 0; i < taken.size(); i++) {
        done(taken.get(i), result.results().get(i), result.write());
      }
    };
  }

  /** An operation of a transaction, and the end of the lease of its key, if it has one. */
  private record Step(Recorded recorded, @Nullable Recorded leaseEnd) {
    void notTaken() {
      recorded.fail();
      if (leaseEnd != null) {
        leaseEnd.fail();
      }
    }

    void failed(@Nullable Throwable failure) {
      HistoryLog.failed(recorded, failure);
      settle(leaseEnd, failure);
    }
  }

  private Step step(Op operation) {
    if (operation instanceof Op.Put put) {
      var leased = put.leaseId() == 0 ? null : leaseEnd(put.key());
      return new Step(invoke(Operation.WRITE, put.key(), value(put.value())), leased);
    }
    if (operation instanceof Op.Delete delete) {
      return new Step(invoke(Operation.DELETE, delete.key(), null), null);
    }
    if (operation instanceof Op.DeleteRange range) {
      return new Step(range(range.start(), range.end()), null);
    }
    return new Step(invoke(Operation.READ, ((Op.Get) operation).key(), null), null);
  }

  private void done(Step step, OpResult result, WriteInfo write) {
    if (result instanceof OpResult.Get got) {
      var version = got.kv().map(HistoryLog::version).orElse(null);
      step.recorded().ok(value(got.kv()), written(version, write));
    } else if (result instanceof OpResult.Put put) {
      step.recorded().ok(written(version(put.createIndex(), put.version()), write));
    } else if (result instanceof OpResult.DeleteRange range && range.more()) {
      step.recorded().info(); // which of its keys it reached is not worth a field
    } else {
      step.recorded().ok(written(null, write));
    }
    settle(step.leaseEnd(), null);
  }

  private Recorded invoke(String f, Bytes key, @Nullable Object value) {
    return invoke(f, key, value, null);
  }

  private Recorded invoke(String f, Bytes key, @Nullable Object value, @Nullable Version expected) {
    return recorder.invoke(f, text(key), value, expected);
  }

  private Recorded range(Bytes start, Bytes end) {
    return recorder.invoke(Operation.DELETE_RANGE, null, List.of(text(start), text(end)));
  }

  /** The lease of a key may end, and take it along, whenever it likes. */
  private Recorded leaseEnd(Bytes key) {
    return invoke(Operation.DELETE, key, null);
  }

  private static void settle(@Nullable Recorded leaseEnd, @Nullable Throwable failure) {
    if (leaseEnd == null) {
      return;
    }
    if (isNotApplied(failure)) {
      leaseEnd.fail();
    } else {
      leaseEnd.info();
    }
  }

  private static void failed(Recorded write, @Nullable Throwable failure) {
    failed(write, failure, 1);
  }

  private static void failed(Recorded write, @Nullable Throwable failure, long attempts) {
    var completion = unsuccessful(failure).sent(attempts);
    if (isNotApplied(failure)) {
      write.fail(completion);
    } else {
      write.info(completion);
    }
  }

  private static Completion unsuccessful(@Nullable Throwable failure) {
    return failure != null && Core.unwrap(failure) instanceof PreconditionFailedException refused
        ? Completion.refused(new Version(0, refused.currentVersion()))
        : Completion.NONE;
  }

  private static boolean isNotApplied(@Nullable Throwable failure) {
    return failure != null
        && Core.unwrap(failure) instanceof QuorateException known
        && known.outcome() == Outcome.NOT_APPLIED;
  }

  private void read(
      Recorded read,
      Optional<KeyValue> found,
      Evidence evidence,
      Consistency consistency,
      long attempts) {
    var name = consistency.toString().split(":", 2)[0].toLowerCase(Locale.ROOT);
    var staleness = evidence.stalenessMs() < 0 ? null : (Long) evidence.stalenessMs();
    var version = found.map(HistoryLog::version).orElse(null);
    var completion = new Completion(version, evidence.node(), null, name, staleness);
    read.ok(value(found), completion.sent(attempts));
  }

  private @Nullable String value(Optional<KeyValue> found) {
    return found.map(kv -> value(kv.value())).orElse(null);
  }

  private String value(Bytes value) {
    return recorder.value(value.toByteArray());
  }

  private static String text(Bytes key) {
    return BytesText.of(key.toByteArray());
  }

  /** Null when it requires no version. */
  private static @Nullable Version expected(Precondition precondition) {
    return precondition.version() == 0 && precondition.createIndex() == 0
        ? null
        : new Version(precondition.createIndex(), precondition.version());
  }

  private static Version version(KeyValue kv) {
    return new Version(kv.createIndex(), kv.version());
  }

  /** Null when it is not known yet, as with concern LOCAL. */
  private static @Nullable Version version(long createIndex, long version) {
    return version == 0 ? null : new Version(createIndex, version);
  }

  private static Completion written(@Nullable Version version, WriteInfo write) {
    return new Completion(version, write.node(), write.operationId().toString(), null, null);
  }

  /** Writes what is left, and tells when the history is not whole. */
  @Override
  public void close() {
    try {
      recorder.close();
    } catch (IOException failed) {
      LOG.warn("the history in {} is not complete", recording.file(), failed);
    }
    var statistics = recorder.statistics();
    if (statistics.dropped() > 0) {
      LOG.warn(
          "the history in {} lacks {} operations: their keys are marked in it and cannot be"
              + " checked",
          recording.file(),
          statistics.dropped());
    }
  }
}
