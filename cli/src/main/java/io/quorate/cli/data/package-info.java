/**
 * Verbs on keys and values, leases and transactions.
 *
 * <p>Keys and values are UTF-8 text on the command line unless an option says otherwise; {@link
 * io.quorate.cli.data.ByteForms} is the one place that knows how bytes are written and read. {@code
 * import}, {@code export} and {@code verify} share {@link io.quorate.cli.data.Pairs}: a source of
 * pairs that can be opened again and again, and two line formats that round-trip.
 */
@NullMarked
package io.quorate.cli.data;

import org.jspecify.annotations.NullMarked;
