/**
 * How a request can fail: one exception that carries the wire's own error, and the deadline that
 * bounds every wait.
 */
@NullMarked
package io.quorate.server.error;

import org.jspecify.annotations.NullMarked;
