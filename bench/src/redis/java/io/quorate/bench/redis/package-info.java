/**
 * Redis beside Quorate: one primary and two replicas of Debian's server, by the client Lettuce.
 * This is no consensus: nobody elects another primary here, WAIT says that a replica has received a
 * write, and a write that was acknowledged can be lost when another primary is made.
 */
@NullMarked
package io.quorate.bench.redis;

import org.jspecify.annotations.NullMarked;
