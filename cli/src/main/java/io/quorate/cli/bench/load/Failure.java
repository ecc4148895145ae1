package io.quorate.cli.bench.load;

/**
 * Why an operation failed.
 *
 * @param code a word that errors are counted by
 * @param unknown whether a put may have happened nevertheless
 */
public record Failure(String code, boolean unknown) {}
