package io.quorate.client;

import java.time.Duration;
import java.util.List;

/**
 * Everything that a client was built with.
 *
 * @param endpoints seeds, {@code host:port}
 * @param discover whether further members are learned and used; else only the endpoints are
 * @param timeout end-to-end bound of a call, retries included
 * @param clientName shown in the server's list of sessions
 * @param maxInFlight most calls in flight; beyond, asynchronous calls fail with {@link
 *     OverloadedException}, blocking ones wait
 * @param maxInFlightBytes most bytes of keys and values in flight; beyond, the same
 */
public record ClientSettings(
    List<String> endpoints,
    boolean discover,
    Duration timeout,
    String clientName,
    Consistency consistency,
    ReadPreference preference,
    WriteConcern concern,
    int maxInFlight,
    long maxInFlightBytes) {
  public ClientSettings {
    endpoints = List.copyOf(endpoints);
  }
}
