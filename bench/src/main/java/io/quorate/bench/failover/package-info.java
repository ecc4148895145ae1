/** What a failure costs clients. */
@NullMarked
package io.quorate.bench.failover;

import org.jspecify.annotations.NullMarked;
