package io.quorate.bench.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.quorate.bench.peers.Peer;
import io.quorate.bench.peers.Place;
import io.quorate.bench.peers.Servers;
import io.quorate.bench.turns.Clients;
import io.quorate.bench.turns.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Redis; the first node is the primary. */
public final class RedisPeer implements Peer {
  private static final long ANSWER_MS = 2_000;
  private static final String VERSION = "redis_version:";

  private final Servers servers = new Servers();
  private final RedisClient client = RedisClient.create();
  private List<Place> places = List.of();
  private String version = "";

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public Optional<String> meaning(Row row) {
    return switch (row.work()) {
      case PUT -> Optional.of("SET and WAIT 1, a connection for each caller; no consensus");
      case GET, GET_LEASE -> Optional.of("GET at the primary, on one connection; no consensus");
      case GET_FOLLOWER -> Optional.empty();
      case GET_EVENTUAL -> Optional.of("GET at the replicas, on a connection to each");
    };
  }

  @Override
  public void start(Path folder) throws IOException {
    places = Place.three(folder);
    for (var place : places) servers.start(command(place), place.folder());
    servers.await("redis takes writes and both replicas follow", this::takesWrites);
  }

  private List<String> command(Place place) {
    var command =
        new ArrayList<>(
            List.of(
                "redis-server",
                "--port",
                Integer.toString(place.port()),
                "--bind",
                Place.HOST,
                "--dir",
                place.folder().toString(),
                // fsync before each reply, as the other stores do; no snapshots beside the log.
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                ""));
    var primary = places.getFirst();
    if (!place.equals(primary)) {
      command.addAll(List.of("--replicaof", Place.HOST, Integer.toString(primary.port())));
    }
    return command;
  }

  private boolean takesWrites() {
    try (var connection = open(places.getFirst())) {
      var commands = connection.sync();
      var ready = "ready".getBytes(StandardCharsets.UTF_8);
      var _ = commands.set(ready, ready);
      version = version(commands.info("server"));
      return commands.waitForReplication(2, ANSWER_MS) == 2;
    }
  }

  private static String version(String info) {
    return info.lines()
        .filter(line -> line.startsWith(VERSION))
        .map(line -> line.substring(VERSION.length()))
        .findFirst()
        .orElse("unknown");
  }

  private StatefulRedisConnection<byte[], byte[]> open(Place place) {
    return client.connect(ByteArrayCodec.INSTANCE, RedisURI.create(Place.HOST, place.port()));
  }

  @Override
  public String version() {
    return version;
  }

  /*
   * WAIT blocks its connection: what comes after it on the same one is not even read. So a caller that puts has a connection of
   * its own in all rows, which is the best that can be done for Redis. Gets share one, as Lettuce advises.
   */
  @Override
  public Clients clients(Row row) {
    var connections =
        switch (row.work()) {
          case PUT -> putting(row.callers());
          case GET, GET_LEASE, GET_FOLLOWER -> List.of(open(places.getFirst()));
          case GET_EVENTUAL -> places.stream().skip(1).map(this::open).toList();
        };
    return new Clients(
        connections.stream().map(RedisTarget::new).toList(),
        () -> connections.forEach(StatefulRedisConnection::close));
  }

  private List<StatefulRedisConnection<byte[], byte[]>> putting(int count) {
    var connections = new ArrayList<StatefulRedisConnection<byte[], byte[]>>();
    for (var i = 0; i < count; i++) {
      var connection = open(places.getFirst());
      // Both commands of a put leave together.
      connection.setAutoFlushCommands(false);
      connections.add(connection);
    }
    return connections;
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
    client.shutdown();
  }
}
