/**
 * RheaKV, the store of SOFAJRaft, beside Quorate: its example server, and its client with all that
 * is default.
 */
@NullMarked
package io.quorate.bench.rheakv;

import org.jspecify.annotations.NullMarked;
