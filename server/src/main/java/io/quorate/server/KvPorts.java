package io.quorate.server;

import io.quorate.server.proposal.Writes;
import io.quorate.server.read.Reads;

/** What the calls of clients on keys come to on this node. */
public record KvPorts(Writes writes, Reads reads) {}
