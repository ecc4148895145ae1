package io.quorate.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ChecksumType;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.HyperClockCache;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/** The native options of one database, and their memory. */
final class RocksOptions implements AutoCloseable {
  static {
    RocksLibrary.load();
  }

  private final List<AutoCloseable> owned = new ArrayList<>();
  private final DBOptions db;
  private final ColumnFamilyOptions other;
  private final BlockBasedTableConfig table;
  private final Map<Space, ColumnFamilyOptions> families = new EnumMap<>(Space.class);

  RocksOptions(StoreOptions options) {
    // Without a lock, unlike the LRU cache: reads spent a seventh of their time there.
    var cache = own(new HyperClockCache(options.blockCacheBytes(), 0, -1, false));
    var bloom = own(new BloomFilter(10));
    table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setCacheIndexAndFilterBlocks(true)
            .setCacheIndexAndFilterBlocksWithHighPriority(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFilterPolicy(bloom)
            .setFormatVersion(5)
            // A get finds its key in a block by hash instead of by halving.
            .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash)
            .setDataBlockHashTableUtilRatio(0.75)
            .setChecksumType(ChecksumType.kXXH3);
    // A buffer of its own, not charged to the cache: a burst of writes must not evict what readers
    // use.
    var buffers =
        own(new WriteBufferManager(options.totalWriteBufferBytes(), own(new LRUCache(0)), false));
    db =
        own(
            new DBOptions()
                .setAtomicFlush(true)
                .setParanoidChecks(true)
                .setWriteBufferManager(buffers)
                .setMaxOpenFiles(options.maxOpenFiles())
                .setMaxBackgroundJobs(options.backgroundJobs())
                // A file is written out piece by piece: the log's next sync must not wait for all
                // of it.
                .setBytesPerSync(1 << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(4)
                .setMaxLogFileSize(4 << 20)
                .setMaxManifestFileSize(16 << 20)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                // What is not flushed comes again from the Raft log: a quick stop is worth more.
                .setAvoidFlushDuringShutdown(true));
    for (Space space : Space.values()) {
      boolean busy = space == Space.KV || space == Space.SESSION || space == Space.CHANGE;
      ColumnFamilyOptions family =
          family(busy ? options.writeBufferBytes() : options.writeBufferBytes() / 4);
      if (space != Space.CHANGE) { // whose files are not merged, only moved down as they are
        // What was just flushed is soon merged with the rest: to compress it twice is in vain.
        family.setCompressionPerLevel(
            List.of(CompressionType.NO_COMPRESSION, CompressionType.LZ4_COMPRESSION));
      }
      families.put(space, family);
    }
    other = family(64 * 1024);
  }

  private ColumnFamilyOptions family(long writeBufferBytes) {
    return own(
        new ColumnFamilyOptions()
            .setWriteBufferSize(writeBufferBytes)
            .setMaxWriteBufferNumber(3)
            .setTableFormatConfig(table)
            .setLevelCompactionDynamicLevelBytes(true)
            // The native library in the jar has it.
            .setCompressionType(CompressionType.LZ4_COMPRESSION));
  }

  DBOptions db() {
    return db;
  }

  /** Of the column family that RocksDB wants and nobody uses. */
  ColumnFamilyOptions unused() {
    return other;
  }

  ColumnFamilyOptions family(Space space) {
    return Objects.requireNonNull(families.get(space));
  }

  /** To read single files with. The caller closes it. */
  Options forFiles() {
    return new Options(db, other);
  }

  private <T extends AutoCloseable> T own(T resource) {
    owned.add(resource);
    return resource;
  }

  @Override
  public void close() {
    for (AutoCloseable resource : owned.reversed()) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException("closing native options", e);
      }
    }
  }
}
