package io.quorate.bench.rheakv;

import com.alipay.sofa.jraft.rhea.client.DefaultRheaKVStore;
import com.alipay.sofa.jraft.rhea.client.RheaKVStore;
import com.alipay.sofa.jraft.rhea.options.RpcOptions;
import com.alipay.sofa.jraft.rhea.options.configured.BatchingOptionsConfigured;
import com.alipay.sofa.jraft.rhea.options.configured.MultiRegionRouteTableOptionsConfigured;
import com.alipay.sofa.jraft.rhea.options.configured.PlacementDriverOptionsConfigured;
import com.alipay.sofa.jraft.rhea.options.configured.RheaKVStoreOptionsConfigured;
import io.quorate.bench.peers.Jvm;
import io.quorate.bench.peers.Peer;
import io.quorate.bench.peers.Place;
import io.quorate.bench.peers.Servers;
import io.quorate.bench.turns.Clients;
import io.quorate.bench.turns.Row;
import io.quorate.bench.turns.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** RheaKV. */
public final class RheaKvPeer implements Peer {
  /** Of all keys, when nothing is said of regions. */
  private static final long REGION = -1;

  /**
   * What it serializes with looks into classes of the JDK. The heap is generous for what is loaded;
   * the rest only silences the JVM and the log.
   */
  private static final List<String> FLAGS =
      List.of(
          "-Xmx1g",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final Servers servers = new Servers();
  private String addresses = "";

  @Override
  public String name() {
    return "rheakv";
  }

  @Override
  public Optional<String> meaning(Row row) {
    return Optional.of(
        switch (row.work()) {
          case PUT -> row.separate() ? "put, clients that do not batch" : "put, one client";
          case GET -> "get at the leader, one client";
          case GET_LEASE -> "get at the leader, one client; reads by lease are not the default";
          case GET_FOLLOWER -> "get at all nodes in turn, one client";
          case GET_EVENTUAL -> "get that is not \"safe\" at all nodes in turn, one client";
        });
  }

  @Override
  public void start(Path folder) throws IOException {
    var places = Place.three(folder);
    addresses = places.stream().map(each -> each.address(0)).collect(Collectors.joining(","));
    for (var place : places) servers.start(command(place), place.folder());
    var store = open(Row.PUT_1);
    try {
      var ready = "ready".getBytes(StandardCharsets.UTF_8);
      servers.await("RheaKV takes writes", () -> store.bPut("ready", ready));
    } finally {
      store.shutdown();
    }
  }

  private List<String> command(Place place) {
    var command = new ArrayList<>(Jvm.command(this, FLAGS));
    command.add(RheaKvServer.class.getName());
    command.addAll(List.of(place.folder().toString(), Integer.toString(place.port()), addresses));
    return command;
  }

  private RheaKVStore open(Row row) {
    var regions =
        MultiRegionRouteTableOptionsConfigured.newConfigured()
            .withInitialServerList(REGION, addresses)
            .config();
    var options =
        RheaKVStoreOptionsConfigured.newConfigured()
            .withClusterName(RheaKvServer.CLUSTER)
            .withOnlyLeaderRead(row.work() == Work.GET || row.work() == Work.GET_LEASE)
            .withPlacementDriverOptions(
                PlacementDriverOptionsConfigured.newConfigured()
                    .withFake(true)
                    .withRegionRouteTableOptionsList(regions)
                    .config());
    if (row.separate()) {
      // Hundreds of clients in one process, with all threads of each, would be measured instead.
      options
          .withBatchingOptions(
              BatchingOptionsConfigured.newConfigured().withAllowBatching(false).config())
          .withUseParallelKVExecutor(false)
          .withRpcOptions(withoutThreads());
    }
    var store = new DefaultRheaKVStore();
    if (!store.init(options.config())) throw new IllegalStateException("its client did not start");
    return store;
  }

  /** Callbacks then run on the threads of the sockets. */
  private static RpcOptions withoutThreads() {
    var options = new RpcOptions();
    options.setCallbackExecutorCorePoolSize(0);
    options.setCallbackExecutorMaximumPoolSize(0);
    return options;
  }

  @Override
  public String version() {
    return Jvm.version(this, "jraft-rheakv-core");
  }

  @Override
  public Clients clients(Row row) {
    var stores = new ArrayList<RheaKVStore>();
    for (var i = 0; i < row.connections(1); i++) stores.add(open(row));
    var safe = row.work() != Work.GET_EVENTUAL;
    return new Clients(
        stores.stream().map(store -> new RheaKvTarget(store, safe)).toList(),
        () -> stores.forEach(RheaKVStore::shutdown));
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
