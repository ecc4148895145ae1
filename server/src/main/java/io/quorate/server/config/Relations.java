package io.quorate.server.config;

import static io.quorate.server.config.Keys.*;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What must hold between settings, each rule with its reason. A rule whose settings are not all
 * known is skipped: that is a problem already.
 */
final class Relations {
  private final Settings settings;
  private final List<String> problems;

  private Relations(Settings settings, List<String> problems) {
    this.settings = settings;
    this.problems = problems;
  }

  static void check(Settings settings, List<String> problems) {
    Relations relations = new Relations(settings, problems);
    relations.addresses();
    relations.members();
    relations.raft();
    relations.sizes();
  }

  private void addresses() {
    if (known(LISTEN_HOST, INSECURE) && !get(INSECURE) && !Hosts.isLoopback(get(LISTEN_HOST))) {
      problem(
          LISTEN_HOST,
          "other machines can reach this address, and TLS is not available in this version: listen"
              + " on 127.0.0.1, or accept plain text with insecure: true (QUORATE_INSECURE=true)");
    }
    if (known(ADVERTISE_HOST) && Hosts.isWildcard(get(ADVERTISE_HOST))) {
      problem(
          ADVERTISE_HOST,
          "nobody can call a wildcard address: set advertise_host to a name or address that the"
              + " other nodes can reach");
    }
    Map<Integer, Key<?>> ports = new HashMap<>();
    for (Key<Integer> key : PORTS) {
      Key<?> other = known(key) ? ports.putIfAbsent(get(key), key) : null;
      if (other != null) {
        problem(key, other.name() + " is the same port (" + settings.source(other) + ")");
      }
    }
  }

  private void members() {
    if (!known(MEMBERS)) {
      return;
    }
    unique("name", Member::name);
    unique("address", Member::address);
    if (!known(NODE_NAME, ADVERTISE_HOST, LISTEN_GRPC_PORT, NODE_INTENDED)) {
      return;
    }
    Member self =
        get(MEMBERS).stream()
            .filter(member -> member.name().equals(get(NODE_NAME)))
            .findFirst()
            .orElse(null);
    if (self == null) {
      return;
    }
    String address = Hosts.address(get(ADVERTISE_HOST), get(LISTEN_GRPC_PORT));
    if (!self.address().equals(address)) {
      problem(
          MEMBERS,
          "names this node at "
              + self.address()
              + ", but it advertises "
              + address
              + " (advertise_host, listen.grpc_port)");
    }
    if (get(NODE_INTENDED) == Intended.LEARNER) {
      problem(NODE_INTENDED, "members names this node, and members are the initial voters");
    }
  }

  private void unique(String what, Function<Member, String> part) {
    Set<String> seen = new HashSet<>();
    for (Member member : get(MEMBERS)) {
      if (!seen.add(part.apply(member))) {
        problem(MEMBERS, "the " + what + " " + part.apply(member) + " is there twice");
      }
    }
  }

  private void raft() {
    if (known(ELECTION_TIMEOUT_MIN, ELECTION_TIMEOUT_MAX)
        && get(ELECTION_TIMEOUT_MAX).compareTo(get(ELECTION_TIMEOUT_MIN)) <= 0) {
      problem(
          ELECTION_TIMEOUT_MAX,
          "must be above raft.election_timeout_min "
              + print(ELECTION_TIMEOUT_MIN)
              + ": nodes that wait equally long split the vote again and again");
    }
    if (known(HEARTBEAT_INTERVAL, ELECTION_TIMEOUT_MIN)
        && get(HEARTBEAT_INTERVAL).multipliedBy(2).compareTo(get(ELECTION_TIMEOUT_MIN)) >= 0) {
      problem(
          HEARTBEAT_INTERVAL,
          "must be below half of raft.election_timeout_min "
              + print(ELECTION_TIMEOUT_MIN)
              + ": one late heartbeat must not cost an election");
    }
    if (known(STEP_DOWN_WAIT, ELECTION_TIMEOUT_MAX)
        && get(STEP_DOWN_WAIT).compareTo(get(ELECTION_TIMEOUT_MAX)) < 0) {
      problem(
          STEP_DOWN_WAIT,
          "must be at least raft.election_timeout_max "
              + print(ELECTION_TIMEOUT_MAX)
              + ": the others need that long to notice and stand for election");
    }
  }

  private void sizes() {
    atMost(
        LOG_PREALLOCATED_SIZE,
        LOG_SEGMENT_SIZE,
        1,
        "a log file must not be larger than its limit from the start");
    atMost(
        LOG_SEGMENT_SIZE,
        LOG_KEEP_BYTES,
        2,
        "the log is purged by whole files, so it keeps at least two");
    atMost(FLUSH_BYTES, LOG_KEEP_BYTES, 1, "the log must hold what is not durable yet");
    atMost(
        ENTRY_BYTES,
        APPENDER_BUFFER_BYTES,
        2,
        "an entry that does not fit the buffer can never be replicated");
    atMost(ENTRY_BYTES, QUEUE_BYTES, 1, "the queue must be able to fill an entry");
    atMost(
        APPENDER_BUFFER_BYTES,
        LOG_SEGMENT_SIZE,
        1,
        "a log file must be able to hold the largest entry");
    if (known(ENTRY_OPERATIONS, QUEUE_OPERATIONS)
        && get(ENTRY_OPERATIONS) > get(QUEUE_OPERATIONS)) {
      problem(
          ENTRY_OPERATIONS,
          "must be at most proposals.max_queue_operations "
              + print(QUEUE_OPERATIONS)
              + ": the queue must be able to fill an entry");
    }
    if (known(CHUNK_BYTES, TRANSFER_MEMORY) && get(CHUNK_BYTES) * 2L > get(TRANSFER_MEMORY)) {
      problem(
          CHUNK_BYTES,
          "must be at most half of transfer.memory_bytes "
              + print(TRANSFER_MEMORY)
              + ": one piece is sent while the next is read");
    }
  }

  private void atMost(Key<Long> small, Key<Long> large, int times, String reason) {
    if (known(small, large) && get(small) * times > get(large)) {
      problem(
          small,
          "must be at most "
              + (times == 2 ? "half of " : "")
              + large.name()
              + " "
              + print(large)
              + ": "
              + reason);
    }
  }

  private boolean known(Key<?>... keys) {
    return Stream.of(keys).allMatch(settings::has);
  }

  private <T> T get(Key<T> key) {
    return settings.get(key);
  }

  private String print(Key<?> key) {
    return settings.print(key);
  }

  private void problem(Key<?> key, String expectation) {
    problems.add(
        "%s: %s; found %s (%s)"
            .formatted(key.name(), expectation, print(key), settings.source(key)));
  }
}
