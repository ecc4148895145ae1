/** A node: parses its configuration, wires the parts, starts and stops them. */
@NullMarked
package io.quorate.server;

import org.jspecify.annotations.NullMarked;
