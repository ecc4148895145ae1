package io.quorate.server.node;

import java.util.concurrent.CompletionException;

/** What a future failed with, without what futures wrap round it. */
public final class Cause {
  private Cause() {}

  public static Throwable of(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? of(cause) : failure;
  }
}
