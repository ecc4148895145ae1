package io.quorate.engine;

import io.quorate.command.Applied;
import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Compare;
import io.quorate.command.Entry;
import io.quorate.command.Precondition;
import io.quorate.command.Proposed;
import io.quorate.command.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws entries of all versions that meet: few keys, leases and sessions, repeated and late
 * sequences, time that passes. It learns the ids of leases and sessions from the results.
 */
final class RandomEntries {
  private static final int KEYS = 24;

  private final Random random;
  private final List<Long> leases = new ArrayList<>(List.of(7L));
  private final List<Client> clients = new ArrayList<>();
  private long timeMs = 1_000;

  private static final class Client {
    final long session;
    long next = 1;
    long acknowledged;
    final List<Proposed> sent = new ArrayList<>();

    Client(long session) {
      this.session = session;
    }
  }

  RandomEntries(Random random) {
    this.random = random;
  }

  Entry next() {
    timeMs += random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(300);
    var commands = new ArrayList<Proposed>();
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      commands.add(proposed());
    }
    return new Entry(1 + random.nextInt(Entry.VERSION), timeMs, timeMs + 5, commands);
  }

  void learn(List<Applied> results) {
    for (Applied applied : results) {
      if (applied.result() instanceof Result.SessionOpened opened
          && clients.stream().noneMatch(known -> known.session == opened.sessionId())) {
        clients.add(new Client(opened.sessionId()));
      }
      if (applied.result() instanceof Result.LeaseDone lease && lease.leaseId() > 0) {
        leases.add(lease.leaseId());
      }
    }
  }

  private Proposed proposed() {
    if (clients.isEmpty() || random.nextInt(3) == 0) {
      return Proposed.of(random.nextInt(8) == 0 ? internal() : operation());
    }
    Client client = clients.get(random.nextInt(clients.size()));
    if (!client.sent.isEmpty() && random.nextInt(4) == 0) {
      return client.sent.get(random.nextInt(client.sent.size()));
    }
    if (random.nextInt(4) == 0) {
      client.acknowledged = Math.max(client.acknowledged, client.next - 1 - random.nextInt(5));
    }
    long sequence = client.next++;
    if (random.nextInt(6) == 0) {
      client.next += random.nextInt(3);
    }
    var proposed = new Proposed(client.session, sequence, client.acknowledged, operation());
    client.sent.add(proposed);
    return proposed;
  }

  private Command internal() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> new Command.ExpireLeases(1 + random.nextInt(6));
      case 3, 4 -> new Command.ExpireSessions(1 + random.nextInt(6));
      case 5 -> new Command.DigestMark();
      case 6 ->
          new Command.RegisterNode(
              "id" + random.nextInt(3),
              "n",
              "g",
              "r",
              "h",
              "v" + random.nextInt(9),
              "voter",
              false);
      default ->
          random.nextBoolean()
              ? new Command.ForgetNode("id" + random.nextInt(3), random.nextBoolean())
              : new Command.Noop();
    };
  }

  Command.Operation operation() {
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> put(precondition());
      case 6, 7, 8 -> new Command.Delete(key(), precondition(), random.nextBoolean());
      case 9 -> range();
      case 10, 11, 12 -> transaction();
      case 13 ->
          new Command.LeaseGrant(
              random.nextInt(3) == 0 ? 1 + random.nextInt(9) : 0, 1_000 + random.nextInt(20_000));
      case 14 -> new Command.LeaseKeepAlive(lease());
      case 15 -> new Command.LeaseRevoke(lease());
      case 16, 17 -> resolve();
      case 18 ->
          clients.size() < 6 ? new Command.OpenSession("c" + clients.size()) : put(precondition());
      default ->
          random.nextInt(10) == 0 && !clients.isEmpty()
              ? new Command.CloseSession(clients.get(random.nextInt(clients.size())).session)
              : put(Precondition.NONE);
    };
  }

  private Command.Operation resolve() {
    if (clients.isEmpty()) {
      return put(Precondition.NONE);
    }
    Client client = clients.get(random.nextInt(clients.size()));
    return new Command.Resolve(client.session, Math.max(1, client.next - 6 + random.nextInt(8)));
  }

  private Command.Put put(Precondition precondition) {
    return new Command.Put(
        key(), value(), precondition, random.nextInt(4) == 0 ? lease() : 0, random.nextInt(4) == 0);
  }

  private Command.DeleteRange range() {
    int from = random.nextInt(KEYS - 1);
    Bytes end = random.nextInt(5) == 0 ? Bytes.EMPTY : key(from + 1 + random.nextInt(KEYS - from));
    return new Command.DeleteRange(key(from), end, 1 + random.nextInt(5));
  }

  private Command.Transaction transaction() {
    var compares = new ArrayList<Compare>();
    for (int i = random.nextInt(3); i > 0; i--) {
      compares.add(compare());
    }
    return new Command.Transaction(compares, steps(1), steps(0));
  }

  private Compare compare() {
    var target = one(List.of(Compare.Target.values()));
    var relation = one(List.of(Compare.Relation.values()));
    return target == Compare.Target.VALUE
        ? new Compare(key(), target, relation, 0, value())
        : new Compare(key(), target, relation, random.nextInt(4), null);
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private List<Command.Step> steps(int least) {
    var steps = new ArrayList<Command.Step>();
    for (int i = least + random.nextInt(4); i > 0; i--) {
      steps.add(
          switch (random.nextInt(5)) {
            case 0, 1 -> put(Precondition.NONE);
            case 2 -> new Command.Delete(key(), Precondition.NONE, random.nextBoolean());
            case 3 -> range();
            default -> new Command.Get(key());
          });
    }
    return steps;
  }

  private Precondition precondition() {
    return switch (random.nextInt(8)) {
      case 0 -> Precondition.ABSENT;
      case 1 -> Precondition.version(1 + random.nextInt(4));
      case 2 -> new Precondition(false, random.nextInt(3), 1 + random.nextInt(40));
      default -> Precondition.NONE;
    };
  }

  private long lease() {
    return random.nextInt(6) == 0
        ? 1 + random.nextInt(9)
        : leases.get(random.nextInt(leases.size()));
  }

  private Bytes key() {
    return key(random.nextInt(KEYS));
  }

  private static Bytes key(int number) {
    return Bytes.utf8("k" + (char) ('a' + number));
  }

  private Bytes value() {
    return random.nextInt(12) == 0
        ? Bytes.wrap(new byte[random.nextInt(3_000)])
        : Bytes.utf8("v" + random.nextInt(5));
  }
}
