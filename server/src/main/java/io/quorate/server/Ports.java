package io.quorate.server;

import io.quorate.server.config.NodeConfig;
import io.quorate.server.error.StartupException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Tries the ports that Ratis will open: it would end the process, or hang, when one is taken. */
final class Ports {
  private Ports() {}

  static void check(NodeConfig.Listen listen) {
    check(listen.host(), listen.raftPort(), "listen.raft_port");
    check(listen.host(), listen.linkPort(), "listen.link_port");
    check("127.0.0.1", listen.ratisClientPort(), "listen.ratis_client_port");
    check("127.0.0.1", listen.ratisAdminPort(), "listen.ratis_admin_port");
  }

  private static void check(String host, int port, String key) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new StartupException(
          "port %s:%d cannot be opened: %s. Another process has it, or the address is not one of this machine; see %s"
              .formatted(host, port, e.getMessage(), key),
          e);
    }
  }
}
