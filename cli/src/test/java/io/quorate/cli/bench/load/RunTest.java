package io.quorate.cli.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.cli.JsonDocument;
import io.quorate.cli.output.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Two callers on a store that takes 100 ms: 20 operations per second, in a made-up time. */
class RunTest {
  private final FakeClock clock = new FakeClock();
  private final SlowStore store = new SlowStore(clock);
  private final CountDownLatch interruption = new CountDownLatch(1);
  private final List<Second> told = new ArrayList<>();

  private Report run(int warmUp, int seconds, double readShare) throws InterruptedException {
    var plan = new Plan(new Keys("bench/", 10), 8, readShare, 1);
    var recording = new Recording(clock);
    var loop =
        new ClosedLoop(plan, List.of(store), 2, recording, clock, task -> clock.later(50, task));
    var times = new Run.Times(warmUp, seconds, Duration.ofMillis(SlowStore.TIMEOUT_MS));
    return new Run(plan.kinds(), loop, recording, times, clock).run(interruption, told::add);
  }

  @Test
  void theWarmUpIsToldAndNotCounted() throws Exception {
    var report = run(2, 3, 0);
    assertEquals(Ended.DONE, report.ended());
    assertFalse(report.partial());
    assertEquals(60, report.operations());
    assertEquals(3.0, report.seconds(), 1e-9);
    assertEquals(20.0, report.opsPerSecond(), 1e-9);
    assertEquals(0, report.errors());
    assertEquals(
        List.of(true, true, false, false, false), told.stream().map(Second::warmUp).toList());
    assertEquals(List.of(20L, 20L, 20L, 20L, 20L), told.stream().map(Second::operations).toList());
    assertEquals(told, report.perSecond());
  }

  @Test
  void whatIsInFlightAtTheEndCountsForLatenciesAndNotForThroughput() throws Exception {
    var report = run(0, 1, 0);
    assertEquals(20, report.operations());
    assertEquals(2, report.late());
    assertEquals(0, report.unfinished());
    assertEquals(100.0, report.latency().orElseThrow().p50() / 1e6, 1.0);
  }

  @Test
  void anInterruptedRunReportsWhatThereIs() throws Exception {
    clock.later(3_500, interruption::countDown);
    var report = run(2, 30, 0);
    assertEquals(Ended.INTERRUPTED, report.ended());
    assertTrue(report.partial());
    assertFalse(report.warmUpOnly());
    assertEquals(1.5, report.seconds(), 1e-9);
    assertEquals(28, report.operations());
    assertEquals(2, report.late());
    var text = ReportText.of(report);
    assertTrue(text.contains("PARTIAL: interrupted; these are 1.5 s\n"), text);
  }

  @Test
  void interruptedInTheWarmUpItReportsTheWarmUpAndSaysSo() throws Exception {
    clock.later(1_500, interruption::countDown);
    var report = run(10, 30, 0);
    assertTrue(report.warmUpOnly());
    assertEquals(28, report.operations());
    assertTrue(ReportText.of(report).contains("1.5 s of the warm-up"), ReportText.of(report));
  }

  @Test
  void aStoreThatDiesEndsTheRunAndLeavesWhatWasMeasured() throws Exception {
    store.diesAfter(4_050);
    var report = run(2, 60, 0);
    assertEquals(Ended.UNANSWERED, report.ended());
    assertEquals(42, report.operations());
    assertTrue(report.perSecond().size() < 20, () -> "seconds " + report.perSecond().size());
    assertTrue(report.errors() > 0);
    assertEquals(report.errors(), report.unknown());
    assertEquals(report.errors(), report.errorsByCode().getOrDefault("TIMEOUT", 0L));
  }

  @Test
  void aStoreThatDiesShortlyBeforeTheEndIsNoticedToo() throws Exception {
    store.diesAfter(4_050);
    var report = run(0, 5, 0);
    assertEquals(Ended.UNANSWERED, report.ended());
    assertEquals(5, report.perSecond().size());
    assertEquals(2, report.errors());
  }

  @Test
  void aStoreThatNeverAnswersDoesNotHoldTheRun() throws Exception {
    store.fallsSilentAfter(1_050);
    var report = run(0, 2, 0);
    assertEquals(Ended.UNANSWERED, report.ended());
    assertEquals(2, report.unfinished());
    assertTrue(ReportText.of(report).contains("unfinished: 2"), ReportText.of(report));
  }

  @Test
  void failuresAmongSuccessesAreCountedAndEndNothing() throws Exception {
    store.refuse(3);
    var report = run(0, 3, 0);
    assertEquals(Ended.DONE, report.ended());
    assertEquals(3, report.errors());
    assertEquals(3, report.unknown());
    assertTrue(
        ReportText.of(report).contains("errors: 3 (TIMEOUT 3), of them 3 puts of unknown outcome"),
        ReportText.of(report));
  }

  @Test
  void aRunThatOnlyFailsIsNotDone() throws Exception {
    store.refuse(1_000);
    var report = run(0, 1, 1);
    assertEquals(Ended.UNANSWERED, report.ended());
    assertEquals(0, report.operations());
    assertEquals(0, report.unknown(), "gets change nothing");
    var json = JsonDocument.of(Json.text(ReportJson.of(report)));
    assertEquals("null", json.get("latency_us.p50"));
    assertEquals(0.0, json.get("ops_per_second"));
  }

  @Test
  void jsonHasThePromisedFields() throws Exception {
    store.refuse(1);
    var report = run(1, 2, 0);
    var text = Json.text(ReportJson.of(report));
    assertTrue(
        text.startsWith("{\"operations\":40,\"ops_per_second\":20.0,\"latency_us\":{\"p50\":"),
        text);
    var json = JsonDocument.of(text);
    for (var name : "p50 p90 p99 p999 max mean min".split(" ", -1)) {
      var micros = ((Number) json.get("latency_us." + name)).doubleValue();
      assertEquals(100_000, micros, 100, name);
    }
    assertEquals(0L, json.get("errors"), "it was in the warm-up");
    assertEquals(false, json.get("partial"));
    assertEquals("done", json.get("ended"));
    assertEquals(2.0, json.get("seconds"));
    assertEquals(42L, json.get("outcomes.ok"));
    assertEquals(2L, json.get("outcomes.ok_late"));
    for (var name : "failed unknown not_sent unfinished".split(" ", -1)) {
      assertEquals(0L, json.get("outcomes." + name), name);
    }
    assertEquals(Map.of(), json.get("errors_by_code"));
    assertEquals(40L, json.get("by_operation.put.operations"));
    assertEquals(3, json.size("per_second"));
    assertEquals(1L, json.get("per_second.0.second"));
    assertEquals(true, json.get("per_second.0.warm_up"));
    assertEquals(1L, json.get("per_second.0.errors"));
    assertEquals(20.0, json.get("per_second.2.ops_per_second"));
    json.get("per_second.2.latency_us.p99");
  }

  @Test
  void aMixedLoadIsToldTogetherAndByOperation() throws Exception {
    var report = run(0, 3, 0.5);
    assertEquals(60, report.operations(Kind.PUT) + report.operations(Kind.GET));
    assertTrue(report.operations(Kind.PUT) > 10 && report.operations(Kind.GET) > 10);
    var json = JsonDocument.of(Json.text(ReportJson.of(report)));
    json.get("by_operation.put.latency_us.p999");
    json.get("by_operation.get.latency_us.p999");
    var text = ReportText.of(report);
    assertEquals(4, text.lines().count(), text);
    assertTrue(text.contains("\nall "), text);
  }
}
