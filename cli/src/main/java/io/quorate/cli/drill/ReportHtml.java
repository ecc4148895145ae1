package io.quorate.cli.drill;

import java.util.stream.Collectors;

/** A report as one page that needs nothing else: the table, and the timeline as a picture. */
final class ReportHtml {
  private ReportHtml() {}

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1b1f24; --faint: #6a737d; --line: #d0d7de; --page: #ffffff;
        --good: #1a7f37; --bad: #cf222e; --mark: #8250df; --load: #0969da; --gap: #cf222e26; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #9198a1; --line: #3d444d; --page: #0d1117;
        --good: #3fb950; --bad: #ff7b72; --mark: #d2a8ff; --load: #79c0ff; --gap: #ff7b7233; } }
      body { background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; width: 100%; } td { border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; vertical-align: top; }
      td:last-child { color: var(--faint); } .passed { color: var(--good); } .failed { color: var(--bad); }
      svg { width: 100%; height: auto; margin: 1.5rem 0 0; } svg text { font: 11px system-ui, sans-serif; fill: var(--ink); }
      .faint { color: var(--faint); fill: var(--faint); } .axis { stroke: var(--line); } .gap { fill: var(--gap); }
      .ok { stroke: var(--load); } .not { stroke: var(--bad); } .mark { stroke: var(--mark); stroke-dasharray: 4 3; } svg text.mark { stroke: none; fill: var(--mark); }
      """;

  static String of(DrillReport report) {
    var verdict = report.passed() ? "passed" : "failed";
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>drill %s: %s</title>
    <style>
    %s</style>
    </head>
    <body>
    <h1>%s: <span class="%s">%s</span></h1>
    <p>%s</p>
    %s%s<table>
    %s</table>
    %s</body>
    </html>
    """
        .formatted(
            report.drill(),
            verdict,
            STYLE,
            report.drill(),
            verdict,
            verdict,
            escape(report.drill().description()),
            list(report.reasons()),
            new Timeline(report).svg(),
            ReportText.rows(report).stream().map(ReportHtml::row).collect(Collectors.joining()),
            list(report.measured().complaints()));
  }

  private static String list(java.util.List<String> sentences) {
    if (sentences.isEmpty()) return "";
    return sentences.stream()
        .map(each -> "<li>" + escape(each) + "</li>\n")
        .collect(Collectors.joining("", "<ul class=\"failed\">\n", "</ul>\n"));
  }

  private static String row(ReportText.Row row) {
    return "<tr><td>%s</td><td>%s</td><td>%s</td></tr>\n"
        .formatted(escape(row.name()), escape(row.value()), escape(row.meaning()));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
