/** Micro benchmarks and the load generator. */
@NullMarked
package io.quorate.bench;

import org.jspecify.annotations.NullMarked;
