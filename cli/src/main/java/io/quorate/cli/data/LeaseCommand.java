package io.quorate.cli.data;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.Durations;
import io.quorate.cli.ExitCode;
import io.quorate.cli.Noun;
import io.quorate.cli.output.Json;
import io.quorate.cli.output.Output;
import io.quorate.cli.output.Table;
import io.quorate.client.Lease;
import io.quorate.client.QuorateClient;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate lease}: times to live that keys are bound to. */
@Command(
    name = "lease",
    description = "Times to live that keys are bound to.",
    subcommands = {
      LeaseCommand.Grant.class,
      LeaseCommand.KeepAlive.class,
      LeaseCommand.Revoke.class,
      LeaseCommand.List.class
    })
public final class LeaseCommand extends Noun {

  @Command(
      name = "grant",
      description = "Grants a lease and shows its id.",
      footer = {"", "Example:", "  quorate lease grant 30s"})
  static final class Grant extends ClientVerb {
    @Parameters(
        paramLabel = "TTL",
        converter = Durations.class,
        description = "How long it lives unless kept alive: 1s to 31d.")
    private Duration ttl = Duration.ZERO;

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "The id to use; the cluster chooses one unless given.")
    private long id;

    @Override
    protected int run(QuorateClient client) {
      var leases = client.leases();
      print(output(), id == 0 ? leases.grant(ttl) : leases.grant(id, ttl));
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "keep-alive",
      description = "Renews a lease to its full time to live.",
      footer = {"", "Example:", "  quorate lease keep-alive 4711 --watch"})
  static final class KeepAlive extends ClientVerb {
    @Parameters(paramLabel = "ID", description = "The lease.")
    private long id;

    @Option(
        names = "--watch",
        description = "Goes on until interrupted, or until the lease is gone.")
    private boolean watch;

    @Override
    protected int run(QuorateClient client) throws InterruptedException, ExecutionException {
      var lease = client.leases().keepAlive(id);
      print(output(), lease);
      if (watch) {
        try (var keeper = client.leases().autoKeepAlive(lease)) {
          keeper.ended().get();
        }
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "revoke",
      description = "Ends a lease now and deletes its keys.",
      footer = {"", "Example:", "  quorate lease revoke 4711"})
  static final class Revoke extends ClientVerb {
    @Parameters(paramLabel = "ID", description = "The lease.")
    private long id;

    @Override
    protected int run(QuorateClient client) {
      var deleted = client.leases().revoke(id);
      if (output().json()) {
        output().document(Json.fields().add("lease", id).add("keys_deleted", deleted));
      } else {
        output().line("lease " + id + " revoked, " + deleted + " keys deleted");
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "list",
      description = "Shows the leases, at most 1,000.",
      footer = {"", "Example:", "  quorate lease list -o json"})
  static final class List extends ClientVerb {
    @Override
    protected int run(QuorateClient client) {
      var leases = client.leases().list();
      if (output().json()) {
        output()
            .document(
                leases.stream().map(info -> json(info.lease()).add("keys", info.keys())).toList());
      } else {
        var table = new Table("LEASE", "TTL", "REMAINING", "KEYS");
        for (var info : leases) {
          var lease = info.lease();
          table.row(
              lease.id(),
              Durations.text(lease.ttl()),
              Durations.text(lease.remaining()),
              info.keys());
        }
        output().text(table.toString());
      }
      return ExitCode.DONE;
    }
  }

  private static void print(Output output, Lease lease) {
    if (output.json()) output.document(json(lease));
    else output.line("lease " + lease.id() + ", " + Durations.text(lease.ttl()));
  }

  private static Json.Fields json(Lease lease) {
    return Json.fields()
        .add("lease", lease.id())
        .add("ttl_ms", lease.ttl().toMillis())
        .add("remaining_ms", lease.remaining().toMillis());
  }
}
