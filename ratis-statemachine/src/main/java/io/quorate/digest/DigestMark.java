package io.quorate.digest;

import io.quorate.store.Hash128;

/** The digest root after the entry at the index. */
public record DigestMark(long index, Hash128 root) {}
