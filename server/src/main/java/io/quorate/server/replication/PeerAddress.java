package io.quorate.server.replication;

/**
 * A peer and where it listens.
 *
 * @param id the UUID of its data directory: its Raft peer id
 * @param name the configured label; equal to the id while it is not known
 * @param grpc host:port of clients and nodes
 * @param raft host:port of Ratis
 * @param http host:port, may be empty
 */
public record PeerAddress(String id, String name, String grpc, String raft, String http) {}
