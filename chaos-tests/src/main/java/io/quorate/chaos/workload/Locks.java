package io.quorate.chaos.workload;

import io.quorate.client.Compare;
import io.quorate.client.Op;
import io.quorate.client.OpResult;
import io.quorate.client.PreconditionFailedException;
import io.quorate.client.PutOptions;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import io.quorate.client.Transaction;
import io.quorate.history.Completion;
import io.quorate.history.Operation;
import io.quorate.history.Recorder;
import io.quorate.history.Version;
import io.quorate.history.check.Checker;
import io.quorate.history.check.LeaseExclusion;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A lock that is a key bound to a lease: whoever creates it holds it, until the key goes with the
 * lease. The create index is the fence, under which the holder writes what the lock protects. Half
 * of the holders let the lease run out instead of ending it.
 */
public final class Locks implements Workload {
  private static final Duration TTL = Duration.ofSeconds(1);

  /** Cluster time may run 5 % faster than the holder's clock while it approaches the wall's. */
  private static final double RELIED_ON = 0.9;

  private static final int WRITES = 3;

  /** What others do, at leisure, in the second until a lock is free that was left to its lease. */
  private static final int STEPS_OF_OTHERS = 50;

  @Override
  public String name() {
    return "locks";
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new LeaseExclusion());
  }

  @Override
  public int workers(int nodes) {
    return 1 + nodes;
  }

  @Override
  public int enough(int usual) {
    return Math.ceilDiv(usual, STEPS_OF_OTHERS);
  }

  @Override
  public Worker worker(Stage stage, int number) {
    var client = number == 0 ? stage.client() : stage.client(stage.node(number));
    return new Contender(stage, client, number);
  }

  private static final class Contender implements Worker {
    private final QuorateClient client;
    private final String lock;
    private final String data;
    // Two, because a holder and its release are told apart from others by the process, which must
    // not change for a write of unknown outcome in between.
    private final Recorder holding;
    private final Recorder writing;
    private final SplittableRandom random;
    private final int number;
    private int written;

    Contender(Stage stage, QuorateClient client, int number) {
      this.client = client;
      this.lock = stage.key("lock");
      this.data = stage.key("data");
      this.holding = stage.recorder("holder-" + number);
      this.writing = stage.recorder("writer-" + number);
      this.random = stage.random(number);
      this.number = number;
    }

    @Override
    public void step() {
      if (client.kv().get(lock).found()) {
        throw new NothingDoneException("somebody has it");
      }
      var asked = System.nanoTime();
      var lease = client.leases().grant(TTL).id();
      var until = asked + (long) (TTL.toNanos() * RELIED_ON);
      var fence = acquire(lease, until);
      if (fence == 0) {
        client.leases().revoke(lease);
        throw new NothingDoneException("somebody was faster");
      }
      for (var i = 0; i < WRITES; i++) {
        write(fence);
      }
      if (random.nextBoolean()) {
        var release = holding.invoke(Operation.RELEASE, lock, null);
        // Whatever becomes of it, from now on nobody relies on the lock.
        release.ok(Completion.NONE);
        client.leases().revoke(lease);
      }
    }

    /** The fence; 0 = somebody else has the lock. */
    private long acquire(long lease, long until) {
      var acquire = holding.invoke(Operation.ACQUIRE, lock, null);
      try {
        var options = PutOptions.defaults().ifAbsent().withLease(lease);
        var fence = client.kv().put(lock, Integer.toString(number), options).createIndex();
        acquire.ok(fence, Completion.granted(fence, until));
        return fence;
      } catch (PreconditionFailedException taken) {
        acquire.fail();
        return 0;
      } catch (QuorateException e) {
        Recording.failed(acquire, e);
        throw e;
      }
    }

    /** Refused when the lock is another's by now. */
    private void write(long fence) {
      var value = number + "-" + written++;
      var write = writing.invoke(Operation.WRITE, data, value);
      try {
        var transaction =
            Transaction.when(Compare.createIndex(lock).equalTo(fence)).then(Op.put(data, value));
        var result = client.kv().transaction(transaction);
        if (result.succeeded()) {
          var put = (OpResult.Put) result.results().get(0);
          write.ok(Completion.fenced(fence, new Version(put.createIndex(), put.version())));
        } else {
          write.fail();
        }
      } catch (QuorateException e) {
        Recording.failed(write, e);
        throw e;
      }
    }
  }
}
