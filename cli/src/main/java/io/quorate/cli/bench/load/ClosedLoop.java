package io.quorate.cli.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Callers that each have one operation outstanding, spread over the targets. A caller is an object
 * and no thread: its next operation begins where its last one ended. After a failure it pauses.
 */
final class ClosedLoop implements Generator {
  private final Recording recording;
  private final Clock clock;
  private final Executor afterPause;
  private final List<Caller> callers = new ArrayList<>();
  private final CountDownLatch idle;
  private volatile boolean stopped;

  /** {@code afterPause} runs what it is given later. */
  ClosedLoop(
      Plan plan,
      List<? extends Target> targets,
      int count,
      Recording recording,
      Clock clock,
      Executor afterPause) {
    this.recording = recording;
    this.clock = clock;
    this.afterPause = afterPause;
    var random = new SplittableRandom(plan.seed());
    var values = new Values(plan.valueSize(), random);
    for (var i = 0; i < count; i++) {
      var choices = new Choices(plan, values, random.split());
      callers.add(new Caller(targets.get(i % targets.size()), choices));
    }
    idle = new CountDownLatch(count);
  }

  @Override
  public void start() {
    callers.forEach(Caller::run);
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public CountDownLatch idle() {
    return idle;
  }

  @Override
  public long unfinished() {
    return idle.getCount();
  }

  /*
   * Two threads may meet in a caller: the one that sends, and the one that completes what it sent, which may be the same if the
   * future is complete at once. Whoever comes while somebody is in the loop of run() only raises `turns`, and that one sends. So
   * the stack does not grow, the fields have one user at a time, and no caller has two operations outstanding.
   */
  private final class Caller implements Runnable, BiConsumer<Object, Throwable> {
    private final Target target;
    private final Choices choices;
    private final AtomicInteger turns = new AtomicInteger();
    private Kind kind = Kind.PUT;
    private long began;

    Caller(Target target, Choices choices) {
      this.target = target;
      this.choices = choices;
    }

    /** It is this caller's turn. */
    @Override
    public void run() {
      if (turns.getAndIncrement() > 0) return;
      do {
        send();
      } while (turns.decrementAndGet() > 0);
    }

    private void send() {
      if (stopped) {
        idle.countDown();
        return;
      }
      kind = choices.kind();
      began = clock.nanos();
      var _ = choices.send(kind, target).whenComplete(this);
    }

    @Override
    public void accept(@Nullable Object answer, @Nullable Throwable thrown) {
      if (recording.ended(kind, began, target, answer, thrown)) run();
      else afterPause.execute(this);
    }
  }
}
