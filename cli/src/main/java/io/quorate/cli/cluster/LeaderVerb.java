package io.quorate.cli.cluster;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.CommandFailure;
import io.quorate.cli.Durations;
import io.quorate.cli.ExitCode;
import io.quorate.cli.output.Json;
import io.quorate.client.Admin;
import io.quorate.client.LeaderChange;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import java.time.Duration;
import picocli.CommandLine.Option;

/** A verb after which another node leads. */
abstract class LeaderVerb extends ClientVerb {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final long PAUSE_MS = 20;

  @Option(
      names = "--wait",
      description = "Returns only when the cluster takes writes under the new leader.")
  private boolean wait;

  /** Makes the change. */
  abstract LeaderChange change(Admin admin, Duration timeout) throws InterruptedException;

  @Override
  protected final int run(QuorateClient client) throws InterruptedException {
    var timeout = root().timeoutOr(DEFAULT_TIMEOUT);
    var deadline = System.nanoTime() + timeout.toNanos();
    var change = change(client.admin().withTimeout(timeout), timeout);
    if (wait) awaitWritable(client.admin(), change, deadline, timeout);
    if (output().json()) {
      output()
          .document(
              Json.fields()
                  .add("leader", Names.orNull(change.leader()))
                  .add("previous", Names.orNull(change.previous()))
                  .add("term", change.term())
                  .add("took_ms", change.took().toMillis()));
    } else {
      output()
          .line(
              "%s leads in term %d, after %s, within %d ms"
                  .formatted(
                      change.leader(),
                      change.term(),
                      Names.orNone(change.previous()),
                      change.took().toMillis()));
    }
    return ExitCode.DONE;
  }

  private static void awaitWritable(
      Admin admin, LeaderChange change, long deadline, Duration timeout)
      throws InterruptedException {
    while (!writable(admin, change)) {
      if (System.nanoTime() >= deadline) {
        throw CommandFailure.of(
            ExitCode.UNKNOWN,
            "TIMEOUT",
            "%s was elected in term %d, but the cluster takes no writes yet after %s"
                .formatted(change.leader(), change.term(), Durations.text(timeout)));
      }
      Thread.sleep(PAUSE_MS);
    }
  }

  // A later term counts too: the change has been made, and then another.
  private static boolean writable(Admin admin, LeaderChange change) {
    try {
      var status = admin.status();
      return status.writable() && status.term() >= change.term();
    } catch (QuorateException e) {
      return false;
    }
  }
}
