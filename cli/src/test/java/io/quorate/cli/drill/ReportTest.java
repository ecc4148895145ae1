package io.quorate.cli.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.cli.JsonDocument;
import io.quorate.cli.output.Json;
import io.quorate.client.Election;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir private Path folder;
  private final Histories history = new Histories();

  private DrillReport report(String maxGap, List<String> troubles) {
    history.ok(1, "n1", 950, 990).ok(2, "n2", 1_001, 1_300).ok(3, "n2", 1_301, 1_310);
    history.read(Histories.PROBE, "p3", 3, 1_400, 1_410);
    var strikes = List.of(new Strike("n1", true, true, 1_000_000_000));
    var election =
        new Election(
            NOON.plusMillis(1_250),
            7,
            "n1",
            "n2",
            "process_gone",
            "<it> is gone",
            30,
            40,
            200,
            "process_gone",
            2,
            0,
            -1,
            false);
    return new DrillReport(
        Drill.LEADER_KILL,
        42,
        new io.quorate.cli.Durations().convert(maxGap),
        new Clocks(0, NOON),
        strikes,
        List.of(1_305_000_000L),
        List.of(election),
        Measured.of(history.at(folder.resolve("h.jsonl")), Histories.PROBE, strikes),
        Histories.PROBE,
        folder.resolve("h.jsonl"),
        troubles);
  }

  @Test
  void jsonHasThePromisedFields() {
    var text = Json.text(ReportJson.of(report("5s", List.of())));
    assertTrue(
        text.startsWith(
            "{\"drill\":\"leader-kill\",\"seed\":42,\"detected_ms\":30,\"elected_ms\":40,"
                + "\"first_write_ms\":300,\"client_gap_ms\":{\"p50\":10,\"max\":310},"
                + "\"requests\":{\"ok\":4,\"failed\":0,\"unknown\":0,\"retried\":0},"
                + "\"acknowledged_lost\":0,\"duplicated\":0,\"linearizable\":true,\"passed\":true"),
        text);
    var json = JsonDocument.of(text);
    assertEquals("2026-06-01T12:00:01Z", json.text("strikes.0.time"));
    assertEquals("n2", json.text("elections.0.to"));
    assertEquals(Histories.PROBE, json.text("probe_key"));
  }

  @Test
  void textSaysWhoMeasuredWhat() {
    var text = ReportText.of(report("5s", List.of()));
    assertTrue(text.startsWith("drill leader-kill: PASSED (a gap of at most 5s"), text);
    assertTrue(text.contains("detected     30 ms"), text);
    assertTrue(text.contains("client gap   p50 10 ms, max 310 ms"), text);
    assertTrue(text.contains("(the cluster's record)") && text.contains("(the history)"), text);
  }

  @Test
  void aGapBeyondTheLimitFailsAndSaysSo() {
    var report = report("309ms", List.of());
    assertFalse(report.passed());
    assertTrue(
        report.reasons().toString().contains("310 ms, more than 309ms"),
        report.reasons()::toString);
  }

  @Test
  void aGapOfJustTheLimitPasses() {
    assertTrue(report("310ms", List.of()).passed());
  }

  @Test
  void whatWentWrongOtherwiseFailsToo() {
    assertFalse(report("5s", List.of("could not heal: no nft")).passed());
  }

  @Test
  void thePageIsCompleteInItselfAndTellsEverything() throws Exception {
    var file = folder.resolve("report.html");
    ReportFile.of(file).orElseThrow().write(report("5s", List.of("<trouble>")));
    var page = Files.readString(file);
    for (var resource : List.of("http:", "https:", "src=", "href=", "@import", "url(", "<script")) {
      assertFalse(page.contains(resource), resource);
    }
    assertTrue(page.contains("prefers-color-scheme: dark"), page);
    assertTrue(page.contains("&lt;it&gt; is gone") && page.contains("&lt;trouble&gt;"), page);
    var picture = page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + 6);
    var svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(picture)));
    var lines = svg.getElementsByTagName("line");
    var writes = 0;
    for (var i = 0; i < lines.getLength(); i++) {
      if (lines.item(i).getAttributes().getNamedItem("class").getTextContent().equals("ok"))
        writes++;
    }
    assertEquals(3, writes, "each write of the probe is drawn");
    for (var mark : List.of("fault at n1", "detected", "n2 leads", "first write", "undone")) {
      assertTrue(picture.contains(">" + mark + "<"), mark);
    }
    assertTrue(picture.contains("310 ms without an acknowledged write"), picture);
  }

  @Test
  void aReportNeedsAKnownFormAndAFolder() {
    assertTrue(ReportFile.of(folder.resolve("a.pdf")).isEmpty());
    assertTrue(ReportFile.of(folder.resolve("nowhere/a.html")).isEmpty());
    assertTrue(ReportFile.of(folder.resolve("a.json")).isPresent());
  }

  @Test
  void anUnmeasuredTimeIsNullAndNotMinusOne() {
    var base = report("5s", List.of());
    var unmeasured =
        new Election(
            NOON, 7, "n1", "n2", "unknown", "not seen", -1, -1, -1, "unknown", 0, -1, -1, false);
    var report =
        new DrillReport(
            base.drill(),
            base.seed(),
            Duration.ofSeconds(5),
            base.began(),
            base.strikes(),
            base.undoneAtNanos(),
            List.of(unmeasured),
            base.measured(),
            base.probeKey(),
            base.history(),
            List.of());
    assertTrue(
        Json.text(ReportJson.of(report)).contains("\"detected_ms\":null,\"elected_ms\":null"));
    assertTrue(ReportText.of(report).contains("detected     -"));
  }
}
