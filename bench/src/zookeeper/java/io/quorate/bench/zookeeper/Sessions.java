package io.quorate.bench.zookeeper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** Sessions that are open. For one thread. */
final class Sessions implements AutoCloseable {
  /** Longer than any pause here; the most that the servers allow is 40 s. */
  private static final int TIMEOUT_MS = 30_000;

  private static final int CONNECT_SECONDS = 10;

  private final List<ZooKeeper> all = new ArrayList<>();

  /** Opens one with that server and no other. */
  ZooKeeper open(String address) throws IOException, InterruptedException {
    var settings = new ZKClientConfig();
    // Nobody logs in here.
    settings.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
    var connected = new CountDownLatch(1);
    Watcher watcher =
        event -> {
          if (event.getState() == Watcher.Event.KeeperState.SyncConnected) connected.countDown();
        };
    var session = new ZooKeeper(address, TIMEOUT_MS, watcher, settings);
    all.add(session);
    if (!connected.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("no session with " + address);
    }
    return session;
  }

  @Override
  public void close() {
    try {
      for (var session : all) session.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
