package io.quorate.engine;

import io.quorate.command.TermIndex;

/**
 * The digest of the whole state at a position: nodes that have the same position must have the same
 * root.
 *
 * @param root 32 hex digits
 */
public record DigestRoot(TermIndex applied, String root) {}
