package io.quorate.server.node;

import io.quorate.proto.v1.LinkFrame;
import io.quorate.server.error.Deadline;
import java.util.concurrent.CompletableFuture;

/** The way to other members: questions with answers, and news without. Any thread; never blocks. */
public interface Links {
  /**
   * Asks the peer; the frame's id is chosen here. Completes on a transport or timer thread that
   * must not be blocked. Fails with a {@link LinkException} when no answer came, and with a
   * RequestException when the peer answered with an error, or OVERLOADED when too much is in flight
   * to it (then it was not sent).
   */
  CompletableFuture<LinkFrame> ask(String peer, LinkFrame question, Deadline deadline);

  /**
   * Sends a frame that has no answer. It is dropped when the link is not open and ready: tell
   * again.
   */
  void tell(String peer, LinkFrame news);
}
