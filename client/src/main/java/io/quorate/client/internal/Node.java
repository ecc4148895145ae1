package io.quorate.client.internal;

import org.jspecify.annotations.Nullable;

/** A node as this client knows it: its address, its link, its health. Only touched by the loop. */
final class Node {
  private final String address;

  /** Of all requests: how long silence is normal. */
  final RoundTrip roundTrip = new RoundTrip();

  /** Of reads only: how near it is. */
  final RoundTrip reads = new RoundTrip();

  /** From the topology; the address while it is not known. */
  String name;

  boolean voter = true;
  boolean serving = true;

  /** In the topology, not only a seed. */
  boolean member;

  /** Null while there is none, and until its next connection attempt is due. */
  @Nullable Link link;

  /** Failed connections or ejections in a row. */
  int failures;

  /** Why its last link ended. */
  String trouble = "";

  /** It was silent too long; it is asked for a sign of life and avoided meanwhile. */
  boolean suspect;

  Node(String address) {
    this.address = address;
    name = address;
  }

  String address() {
    return address;
  }

  boolean isUp() {
    return link != null && link.isUp();
  }

  boolean isHealthy() {
    return isUp() && !suspect;
  }

  /** As messages name it: {@code n1 127.0.0.1:7400}. */
  @Override
  public String toString() {
    return name.equals(address) ? address : name + " " + address;
  }
}
