package io.quorate.client.internal;

/** One sending of a {@link Call} over one {@link Link}. Only touched by the loop. */
final class Attempt {
  private static final long NOT_SENT = 0;

  final Call call;
  final Link link;
  final long began;

  /** When silence stops being normal; moved when the node proves to be alive. */
  long expires;

  /** Nobody waits for it any more. */
  boolean forgotten;

  /** Its number on the stream. */
  private long id = NOT_SENT;

  private long sent;

  Attempt(Call call, Link link, long began, long patience) {
    this.call = call;
    this.link = link;
    this.began = began;
    this.expires = began + patience;
  }

  void send(long number, long now) {
    id = number;
    sent = now;
  }

  /** Whether it was handed to the transport: from then on the node may have got it. */
  boolean isSent() {
    return id != NOT_SENT;
  }

  long id() {
    return id;
  }

  long sent() {
    return sent;
  }
}
