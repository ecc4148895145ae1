package io.quorate.store;

/**
 * How much memory the store may use.
 *
 * @param writeBufferBytes of one busy column family (kv, session, change); the others have a
 *     quarter
 * @param totalWriteBufferBytes of all of them: past it RocksDB flushes
 * @param blockCacheBytes of blocks read from files, from 1 MiB; another fifth of address space is
 *     reserved for its table
 * @param maxOpenFiles file handles
 * @param backgroundJobs threads that flush and compact
 */
public record StoreOptions(
    long writeBufferBytes,
    long totalWriteBufferBytes,
    long blockCacheBytes,
    int maxOpenFiles,
    int backgroundJobs) {
  private static final long MIB = 1 << 20;

  public static final StoreOptions DEFAULT = new StoreOptions(16 * MIB, 64 * MIB, 32 * MIB, 512, 2);

  /** For tests: little memory, many small files. */
  public static final StoreOptions SMALL = new StoreOptions(MIB / 4, 2 * MIB, MIB, 64, 1);

  public StoreOptions {
    if (writeBufferBytes < 64 * 1024
        || totalWriteBufferBytes < writeBufferBytes
        || blockCacheBytes < MIB) { // the native cache ends the process when it has no room at all
      throw new IllegalArgumentException(
          "write buffers from 64 KiB, all of them no less than one, and a block cache from 1 MiB;"
              + " found "
              + writeBufferBytes
              + " of "
              + totalWriteBufferBytes
              + ", and "
              + blockCacheBytes);
    }
    if (maxOpenFiles < 16 || backgroundJobs < 1) {
      throw new IllegalArgumentException(
          "at least 16 open files and 1 background job; found "
              + maxOpenFiles
              + " and "
              + backgroundJobs);
    }
  }
}
