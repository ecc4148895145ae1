package io.quorate.cli.bench;

/**
 * What a load consists of.
 *
 * @param name the verb: {@code put}
 * @param readShare part of the operations that are gets
 */
record Workload(String name, double readShare, Writes writes, Reads reads) {}
