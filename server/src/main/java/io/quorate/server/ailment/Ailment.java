package io.quorate.server.ailment;

/**
 * What ailed this node for a while, as it measured itself.
 *
 * @param kind disk_stall, pause, gc or link_lost
 * @param cause a predicate for people, whose subject is the node
 */
public record Ailment(String kind, String cause) {}
