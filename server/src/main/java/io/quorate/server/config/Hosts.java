package io.quorate.server.config;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/** What a host text says without asking any name server. */
final class Hosts {
  private Hosts() {}

  /**
   * Reachable from this machine only. A name other than localhost counts as reachable from
   * elsewhere.
   */
  static boolean isLoopback(String host) {
    return host.toLowerCase(Locale.ROOT).equals("localhost")
        || literal(host).map(InetAddress::isLoopbackAddress).orElse(false);
  }

  /** 0.0.0.0 or ::, which can be listened on but not called. */
  static boolean isWildcard(String host) {
    return literal(host).map(InetAddress::isAnyLocalAddress).orElse(false);
  }

  static String address(String host, int port) {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a name
    }
  }
}
