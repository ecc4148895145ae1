package io.quorate.bench.micro;

import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.TermReply;
import io.quorate.server.error.Deadline;
import io.quorate.server.node.Links;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Links to voters that say to be in the leader's term, when they are asked, or when they are told
 * to.
 */
final class AnsweringLinks implements Links {
  private final LinkFrame answer;
  private final Queue<CompletableFuture<LinkFrame>> unanswered = new ArrayDeque<>();
  private volatile boolean held;

  AnsweringLinks(long term) {
    answer = LinkFrame.newBuilder().setTerm(TermReply.newBuilder().setTerm(term)).build();
  }

  /** From here on questions wait for {@link #answer}. */
  void hold() {
    held = true;
  }

  /** Answers those questions that wait now, not what is asked because of that. */
  void answer() {
    for (var left = unanswered.size(); left > 0; left--) {
      unanswered.remove().complete(answer);
    }
  }

  @Override
  public CompletableFuture<LinkFrame> ask(String peer, LinkFrame question, Deadline deadline) {
    if (!held) return CompletableFuture.completedFuture(answer);
    var open = new CompletableFuture<LinkFrame>();
    unanswered.add(open);
    return open;
  }

  @Override
  public void tell(String peer, LinkFrame news) {}
}
