package io.quorate.cli.local;

import io.quorate.cli.output.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/**
 * One node of a local cluster: where it listens and what belongs to it. Its six ports follow {@code
 * basePort}.
 *
 * @param name {@code n1}, {@code n2}, …
 * @param learner joins without a vote
 * @param folder holds its configuration, data and log
 * @param pid of its process when it was last started; 0 = it was stopped
 * @param startedMs when that process started, wall clock; tells a reused id apart where there is no
 *     /proc
 */
public record LocalNode(
    String name, boolean learner, int basePort, Path folder, long pid, long startedMs) {
  static final String HOST = "127.0.0.1";

  /** gRPC, Raft, HTTP, peer link, and Ratis' client and admin services. */
  private static final int PORTS = 6;

  public String grpc() {
    return HOST + ":" + basePort;
  }

  String raft() {
    return HOST + ":" + (basePort + 1);
  }

  String http() {
    return HOST + ":" + (basePort + 2);
  }

  public List<Integer> ports() {
    return java.util.stream.IntStream.range(basePort, basePort + PORTS).boxed().toList();
  }

  Path config() {
    return folder.resolve("quorate.yaml");
  }

  public Path data() {
    return folder.resolve("data");
  }

  Path log() {
    return folder.resolve("node.log");
  }

  /** Whether something accepts connections where it serves clients. */
  boolean accepts() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), basePort), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  LocalNode running(long newPid, long newStartedMs) {
    return new LocalNode(name, learner, basePort, folder, newPid, newStartedMs);
  }

  LocalNode stopped() {
    return running(0, 0);
  }

  Json.Fields toJson() {
    return Json.fields()
        .add("id", name)
        .add("pid", pid == 0 ? null : pid)
        .add("grpc", grpc())
        .add("raft", raft())
        .add("http", http())
        .add("data_dir", data().toString())
        .add("log", log().toString())
        .add("config", config().toString())
        .add("learner", learner)
        .add("started_ms", startedMs == 0 ? null : startedMs);
  }
}
