/**
 * What can be said to the engine and what it answers: immutable records, checked when built. {@link
 * io.quorate.command.EntryCodec} is the only place that knows their form in the log.
 */
@NullMarked
package io.quorate.command;

import org.jspecify.annotations.NullMarked;
