package io.quorate.bench.rheakv;

import com.alipay.sofa.jraft.rhea.client.DefaultRheaKVStore;
import com.alipay.sofa.jraft.rhea.options.configured.PlacementDriverOptionsConfigured;
import com.alipay.sofa.jraft.rhea.options.configured.RheaKVStoreOptionsConfigured;
import com.alipay.sofa.jraft.rhea.options.configured.RocksDBOptionsConfigured;
import com.alipay.sofa.jraft.rhea.options.configured.StoreEngineOptionsConfigured;
import com.alipay.sofa.jraft.rhea.storage.StorageType;
import com.alipay.sofa.jraft.util.Endpoint;
import java.util.concurrent.CountDownLatch;

/**
 * A node, as in the examples of RheaKV: one region for all keys, in RocksDB, and no placement
 * driver. Its Raft log is synced by default, the RocksDB that it is applied to needs no log.
 */
public final class RheaKvServer {
  static final String CLUSTER = "bench";

  /** A constant of its own: the class path of a node has nothing of Quorate. */
  private static final String HOST = "127.0.0.1";

  private RheaKvServer() {}

  /** {@code FOLDER PORT SERVERS}. */
  public static void main(String[] arguments) throws InterruptedException {
    var folder = arguments[0];
    var port = Integer.parseInt(arguments[1]);
    var engine =
        StoreEngineOptionsConfigured.newConfigured()
            .withStorageType(StorageType.RocksDB)
            .withRocksDBOptions(
                RocksDBOptionsConfigured.newConfigured().withDbPath(folder + "/db").config())
            .withRaftDataPath(folder + "/raft")
            .withServerAddress(new Endpoint(HOST, port))
            .config();
    var options =
        RheaKVStoreOptionsConfigured.newConfigured()
            .withClusterName(CLUSTER)
            .withInitialServerList(arguments[2])
            .withStoreEngineOptions(engine)
            .withPlacementDriverOptions(
                PlacementDriverOptionsConfigured.newConfigured().withFake(true).config())
            .config();
    if (!new DefaultRheaKVStore().init(options)) System.exit(1); // it has logged why
    new CountDownLatch(1).await();
  }
}
