package io.quorate.server;

import io.quorate.server.http.NodeHealth;
import java.util.Optional;

/** What the probes of the HTTP port ask. */
final class Health implements NodeHealth {
  private final Node node;

  Health(Node node) {
    this.node = node;
  }

  /** The process answers; what is wrong with its data does not get better by a restart. */
  @Override
  public boolean live() {
    return true;
  }

  @Override
  public Optional<String> notReadyReason() {
    return node.member().isEmpty() ? Optional.of(starting()) : node.member().get().notReadyReason();
  }

  @Override
  public Optional<String> notWritableReason() {
    return node.member().isEmpty()
        ? Optional.of(starting())
        : node.member().get().notWritableReason();
  }

  private String starting() {
    String reason = node.waitingFor();
    return reason.isEmpty() ? "starting" : reason;
  }
}
