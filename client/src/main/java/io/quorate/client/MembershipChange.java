package io.quorate.client;

import java.time.Duration;
import java.util.List;

/** A completed change; {@code voters} and {@code learners} are the node names that result. */
public record MembershipChange(
    String node, List<String> voters, List<String> learners, Duration took, String message) {
  public MembershipChange {
    voters = List.copyOf(voters);
    learners = List.copyOf(learners);
  }
}
