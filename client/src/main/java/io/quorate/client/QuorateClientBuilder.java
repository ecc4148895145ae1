package io.quorate.client;

import io.quorate.client.internal.Client;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link QuorateClient}. Not for several threads at a time. */
public final class QuorateClientBuilder {
  private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

  private List<String> endpoints = List.of();
  private boolean discover = true;
  private Duration timeout = Duration.ofSeconds(5);
  private String clientName = "java";
  private Consistency consistency = Consistency.LINEARIZABLE;
  private ReadPreference preference = ReadPreference.PRIMARY_PREFERRED;
  private WriteConcern concern = WriteConcern.MAJORITY;
  private int maxInFlight = 10_000;
  private long maxInFlightBytes = 64L << 20;
  private @Nullable Executor callbacks;
  private @Nullable HistoryRecording recording;

  QuorateClientBuilder() {}

  /** Where to find the cluster first, {@code host:port}; one that answers is enough. */
  public QuorateClientBuilder endpoints(String... hostPorts) {
    return endpoints(List.of(hostPorts));
  }

  public QuorateClientBuilder endpoints(List<String> hostPorts) {
    endpoints = hostPorts.stream().map(each -> ConnectionString.endpoint(each, false)).toList();
    return this;
  }

  /**
   * Whether the client learns of the other members and uses them too, which is what applications
   * want and what happens unless said otherwise. With {@code false} it uses the endpoints and
   * nothing else: for tools that look at one node, and where the addresses that nodes advertise
   * cannot be reached.
   */
  public QuorateClientBuilder discover(boolean wanted) {
    discover = wanted;
    return this;
  }

  /**
   * Sets what {@code quorate://n1:7400,n2:7400/?consistency=linearizable&timeout=5s} says. Options:
   * timeout, client-name, consistency, preference, concern, max-in-flight, max-in-flight-bytes. The
   * port is 7400 where none is given.
   *
   * @throws IllegalArgumentException when it is malformed or has an unknown option; the message
   *     names the nearest
   */
  public QuorateClientBuilder connectionString(String text) {
    var parsed = ConnectionString.parse(text);
    endpoints = parsed.endpoints();
    var setters = new TreeMap<String, Consumer<String>>();
    setters.put("timeout", value -> timeout(DurationText.parse(value)));
    setters.put("client-name", this::clientName);
    setters.put("consistency", value -> consistency(Consistency.parse(value)));
    setters.put("preference", value -> preference(ReadPreference.parse(value)));
    setters.put("concern", value -> concern(WriteConcern.parse(value)));
    setters.put("max-in-flight", value -> maxInFlight((int) number("max-in-flight", value)));
    setters.put(
        "max-in-flight-bytes", value -> maxInFlightBytes(number("max-in-flight-bytes", value)));
    Set<String> valid = setters.keySet();
    parsed
        .options()
        .forEach(
            (name, value) -> {
              var setter = setters.get(name);
              if (setter == null) {
                throw Spelling.unknown("option", name, valid);
              }
              setter.accept(value);
            });
    return this;
  }

  /** Bounds every call, retries included; 5 s unless said otherwise. */
  public QuorateClientBuilder timeout(Duration duration) {
    if (duration.toMillis() < 1 || duration.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "a timeout is 1 ms to 1 day; found " + DurationText.format(duration));
    }
    timeout = duration;
    return this;
  }

  /** At most 256 characters, shown in the server's list of sessions. */
  public QuorateClientBuilder clientName(String name) {
    if (name.length() > 256) {
      throw new IllegalArgumentException(
          "a client name has at most 256 characters; found " + name.length());
    }
    clientName = name;
    return this;
  }

  /** Of reads; LINEARIZABLE unless said otherwise. */
  public QuorateClientBuilder consistency(Consistency wanted) {
    consistency = wanted;
    return this;
  }

  /** Of reads; PRIMARY_PREFERRED unless said otherwise. */
  public QuorateClientBuilder preference(ReadPreference wanted) {
    preference = wanted;
    return this;
  }

  /** Of writes; MAJORITY unless said otherwise. */
  public QuorateClientBuilder concern(WriteConcern wanted) {
    concern = wanted;
    return this;
  }

  /** Most calls in flight, 10,000 unless said otherwise. */
  public QuorateClientBuilder maxInFlight(int calls) {
    if (calls < 1 || calls > 1_000_000) {
      throw new IllegalArgumentException("max-in-flight is 1 to 1,000,000; found " + calls);
    }
    maxInFlight = calls;
    return this;
  }

  /** Most bytes of keys and values in flight, 64 MiB unless said otherwise; at least 4 MiB. */
  public QuorateClientBuilder maxInFlightBytes(long bytes) {
    if (bytes < 4L << 20) {
      throw new IllegalArgumentException("max-in-flight-bytes is at least 4 MiB; found " + bytes);
    }
    maxInFlightBytes = bytes;
    return this;
  }

  /**
   * Where futures of the asynchronous calls complete; one thread of the client unless said
   * otherwise. The client does not shut it down.
   */
  public QuorateClientBuilder callbacks(Executor executor) {
    callbacks = executor;
    return this;
  }

  /** Records every operation on keys; see {@link #recordHistory(HistoryRecording)}. */
  public QuorateClientBuilder recordHistory(Path file) {
    return recordHistory(HistoryRecording.to(file));
  }

  /**
   * Records what the client does with keys and what it is answered, one JSON object a line, to be
   * checked with {@code quorate history check}: put, get, multi-get, delete, delete-range and
   * transactions, key by key, blocking or not. Scans, leases and collections are not recorded, and
   * neither are the writes of anybody else: only keys that recorded clients alone write can be
   * checked. Clients on one machine may record into a file each; these are checked together.
   *
   * <p>Calls do not wait for the file: when it cannot keep up, keys are given up and marked in it.
   * {@link QuorateClient#close} writes the rest.
   */
  public QuorateClientBuilder recordHistory(HistoryRecording wanted) {
    recording = wanted;
    return this;
  }

  /** What has been set so far. */
  public ClientSettings settings() {
    return new ClientSettings(
        endpoints,
        discover,
        timeout,
        clientName,
        consistency,
        preference,
        concern,
        maxInFlight,
        maxInFlightBytes);
  }

  /**
   * Builds a client, which connects when it is first used.
   *
   * @throws java.io.UncheckedIOException when the file of its history cannot be created
   */
  public QuorateClient build() {
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("a client needs at least one endpoint, HOST:PORT");
    }
    return new Client(settings(), callbacks, recording);
  }

  private static long number(String option, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException invalid) {
      throw new IllegalArgumentException(
          option + " is a whole number; found \"" + value + "\"", invalid);
    }
  }
}
