package io.quorate.cli.drill;

import io.quorate.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Where a report is written, in the form that the file's name asks for. */
record ReportFile(Path path, Function<DrillReport, String> form) {

  /** Empty when the name asks for no known form, or its folder does not exist. */
  static Optional<ReportFile> of(Path path) {
    var folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) return Optional.empty();
    var name = path.toString();
    if (name.endsWith(".html")) return Optional.of(new ReportFile(path, ReportHtml::of));
    if (name.endsWith(".json")) return Optional.of(new ReportFile(path, ReportFile::json));
    return Optional.empty();
  }

  private static String json(DrillReport report) {
    return Json.text(ReportJson.of(report)) + "\n";
  }

  void write(DrillReport report) throws IOException {
    Files.writeString(path, form.apply(report));
  }
}
