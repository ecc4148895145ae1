package io.quorate.server.replication;

import io.quorate.command.Applied;
import io.quorate.command.TermIndex;
import java.util.List;

/**
 * An entry that was committed and applied here, with the outcome of each of its commands in order.
 */
public record Committed(TermIndex position, List<Applied> results) {}
