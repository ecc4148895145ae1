/** What it costs to check a history. */
@NullMarked
package io.quorate.bench.history;

import org.jspecify.annotations.NullMarked;
