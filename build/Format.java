import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats or checks our own Java files (not the generated ones): {@code Format check|apply ROOT}.
 */
class Format {
  public static void main(String[] args) throws Exception {
    var apply = args[0].equals("apply");
    var root = Path.of(args[1]);
    var line = new ArrayList<>(List.of(apply ? "--replace" : "--dry-run"));
    if (!apply) line.add("--set-exit-if-changed");
    var options = line.size();
    try (var modules = Files.newDirectoryStream(root)) {
      for (var module : modules) {
        // build/ holds sources itself; of a module only src/ is ours, target/ is generated.
        var folder = module.equals(root.resolve("build")) ? module : module.resolve("src");
        if (!Files.isDirectory(folder)) continue;
        try (var files = Files.walk(folder)) {
          files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(line::add);
        }
      }
    }
    if (line.size() == options) return;
    var out = new PrintWriter(System.out, true);
    var err = new PrintWriter(System.err, true);
    var code = new Main(out, err, System.in).format(line.toArray(String[]::new));
    if (code != 0 && !apply) {
      err.println("Not formatted as above. To repair: mvn -N process-sources -Dformat.mode=apply");
    }
    System.exit(code);
  }
}
