package io.quorate.server.read;

import io.quorate.engine.View;

/** A view taken for one read, closed at its end unless somebody keeps it. Not thread-safe. */
final class TakenView implements AutoCloseable {
  private final View view;
  private final long generation;
  private boolean kept;

  TakenView(View view, long generation) {
    this.view = view;
    this.generation = generation;
  }

  View view() {
    return view;
  }

  /**
   * Of the replica before the view was taken: if it has changed since, the view is void, never the
   * other way round.
   */
  long generation() {
    return generation;
  }

  void keep() {
    kept = true;
  }

  @Override
  public void close() {
    if (!kept) {
      view.close();
    }
  }
}
