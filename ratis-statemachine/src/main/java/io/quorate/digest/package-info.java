/**
 * The digest of the state: for each of 256 buckets of keys, the sum of the hashes of its records,
 * maintained with every entry. Two nodes that applied the same entries have the same root; where
 * they differ, the bucket says among which keys. {@link io.quorate.digest.Scrub} computes it anew
 * from the records themselves.
 */
@NullMarked
package io.quorate.digest;

import org.jspecify.annotations.NullMarked;
