package io.quorate.cli.local;

import io.quorate.cli.ExitCode;
import io.quorate.cli.Verb;
import io.quorate.cli.output.Json;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A verb that does one thing to the process of one local node. */
abstract class NodeVerb extends Verb {
  @Mixin private DataFolder data = new DataFolder();

  @Parameters(paramLabel = "NODE", description = "The node's name: n1, n2, …")
  private String name = "";

  /** Does it, and answers the state that the node is in afterwards. */
  abstract String act(LocalCluster cluster, LocalNode node) throws Exception;

  @Override
  public final Integer call() throws Exception {
    var cluster = LocalCluster.open(data.path(), terminal());
    var before = cluster.node(name);
    var state = act(cluster, before);
    var node = cluster.node(name);
    var pid = node.pid() == 0 ? before.pid() : node.pid();
    if (output().json()) {
      output().document(Json.fields().add("node", name).add("pid", pid).add("state", state));
    } else {
      output().line(name + " " + state + " (process " + pid + ")");
    }
    return ExitCode.DONE;
  }
}
