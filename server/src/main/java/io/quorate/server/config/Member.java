package io.quorate.server.config;

/** An initial voter: its name and the gRPC address at which the others reach it. */
public record Member(String name, String host, int port) {
  /** From {@code name=host:port}; an IPv6 address stands in brackets. */
  static Member parse(String text) {
    int equals = text.indexOf('=');
    int colon = text.lastIndexOf(':');
    if (equals < 1 || colon < equals + 2) {
      throw new IllegalArgumentException("not name=host:port");
    }
    String name = Types.NAME.parse().apply(text.substring(0, equals).strip());
    String host = text.substring(equals + 1, colon).strip();
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("an IPv6 address without brackets");
    }
    return new Member(
        name, Types.HOST.parse().apply(host), Types.PORT.parse().apply(text.substring(colon + 1)));
  }

  /** host:port. */
  public String address() {
    return Hosts.address(host, port);
  }

  @Override
  public String toString() {
    return name + "=" + address();
  }
}
