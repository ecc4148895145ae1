package io.quorate.bench.zookeeper;

import io.quorate.bench.peers.Jvm;
import io.quorate.bench.peers.Peer;
import io.quorate.bench.peers.Place;
import io.quorate.bench.peers.Servers;
import io.quorate.bench.turns.Clients;
import io.quorate.bench.turns.Row;
import io.quorate.bench.turns.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;

/** ZooKeeper. Ports of a node: 0 for clients, 1 for its peers, 2 for elections. */
public final class ZooKeeperPeer implements Peer {
  private static final int SESSIONS = 16;
  private static final int ANSWER_MS = 2_000;

  /** All keys of the load are below it. */
  private static final String PARENT = "/bench";

  /** The heap is that of zkServer.sh. The rest only silences the JVM and the log. */
  private static final List<String> FLAGS =
      List.of(
          "-Xmx1000m",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final String MAIN = "org.apache.zookeeper.server.quorum.QuorumPeerMain";

  private final Servers servers = new Servers();

  /** The leader first, once there is one. */
  private List<Place> places = List.of();

  @Override
  public String name() {
    return "zookeeper";
  }

  @Override
  public Optional<String> meaning(Row row) {
    var what =
        switch (row.work()) {
          case PUT -> "setData at all servers";
          case GET -> "sync and getData at all servers";
          case GET_LEASE -> "sync and getData at all servers, there are no reads by lease";
          case GET_FOLLOWER -> "sync and getData at the followers";
          case GET_EVENTUAL -> "getData at the followers";
        };
    return Optional.of("%s; sessions: %d".formatted(what, row.connections(SESSIONS)));
  }

  @Override
  public void start(Path folder) throws IOException {
    places = Place.three(folder);
    for (var number = 1; number <= places.size(); number++) start(number);
    servers.await("ZooKeeper has a leader", this::hasLeader);
    try (var sessions = new Sessions()) {
      servers.await("ZooKeeper takes writes", () -> createParent(sessions));
    }
  }

  private void start(int number) throws IOException {
    var place = places.get(number - 1);
    var data = Files.createDirectories(place.folder().resolve("data"));
    Files.writeString(data.resolve("myid"), Integer.toString(number));
    var settings = place.folder().resolve("zoo.cfg");
    Files.writeString(settings, settings(place, data));
    var command = new ArrayList<>(Jvm.command(this, FLAGS));
    command.addAll(List.of(MAIN, settings.toString()));
    servers.start(command, place.folder());
  }

  /**
   * The times are those of the sample configuration, and forceSync is the default. Without {@code
   * maxClientCnxns} one address may have 60 connections.
   */
  private String settings(Place place, Path data) {
    var settings = new StringBuilder();
    settings.append(
        """
        tickTime=2000
        initLimit=10
        syncLimit=5
        forceSync=yes
        maxClientCnxns=0
        admin.enableServer=false
        dataDir=%s
        clientPortAddress=%s
        clientPort=%d
        """
            .formatted(data, Place.HOST, place.port()));
    for (var number = 1; number <= places.size(); number++) {
      var member = places.get(number - 1);
      settings.append("server.%d=%s:%d\n".formatted(number, member.address(1), member.port() + 2));
    }
    return settings.toString();
  }

  private boolean hasLeader() throws IOException {
    for (var place : places) {
      if (!leads(place)) continue;
      var ordered = new ArrayList<>(places);
      ordered.remove(place);
      ordered.addFirst(place);
      places = List.copyOf(ordered);
      return true;
    }
    return false;
  }

  private static boolean leads(Place place) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), place.port())) {
      socket.setSoTimeout(ANSWER_MS);
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
      var said = socket.getInputStream().readAllBytes();
      return new String(said, StandardCharsets.US_ASCII).contains("Mode: leader");
    }
  }

  private boolean createParent(Sessions sessions) throws Exception {
    var session = sessions.open(places.getFirst().address(0));
    var _ = session.create(PARENT, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    return true;
  }

  @Override
  public String version() {
    return Jvm.version(this, "zookeeper");
  }

  /** The first session is with the leader, or with a follower where that is asked for. */
  @Override
  public Clients clients(Row row) throws IOException, InterruptedException {
    var work = row.work();
    var followers = work == Work.GET_FOLLOWER || work == Work.GET_EVENTUAL;
    var used = followers ? places.subList(1, places.size()) : places;
    var sessions = new Sessions();
    var targets = new ArrayList<ZooKeeperTarget>();
    for (var i = 0; i < row.connections(SESSIONS); i++) {
      var session = sessions.open(used.get(i % used.size()).address(0));
      targets.add(new ZooKeeperTarget(session, work != Work.GET_EVENTUAL));
    }
    return new Clients(targets, sessions::close);
  }

  @Override
  public List<ProcessHandle> processes() {
    return servers.processes();
  }

  @Override
  public void requireAlive() {
    servers.requireAlive();
  }

  @Override
  public void close() {
    servers.close();
  }
}
