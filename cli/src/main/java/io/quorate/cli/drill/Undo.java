package io.quorate.cli.drill;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What a drill must still make good, newest first: each is done once, by whoever comes first, the
 * drill itself or the JVM's shutdown. Striking and undoing exclude each other, so that nothing is
 * struck after all was undone. For all threads.
 */
final class Undo {
  /** Something that may fail. */
  @FunctionalInterface
  interface Step {
    void take() throws Exception;
  }

  /** The drill was interrupted: nothing may be struck any more. */
  static final class Interrupted extends Exception {
    private static final long serialVersionUID = 1;

    Interrupted() {
      super("the drill was interrupted");
    }
  }

  /** One of them; {@code what} completes "could not …". */
  record Entry(String what, Step step) {}

  private final Deque<Entry> pending = new ArrayDeque<>();
  private boolean over;

  /** To be called before what it undoes is done. */
  synchronized Entry push(String what, Step step) throws Interrupted {
    if (over) throw new Interrupted();
    var entry = new Entry(what, step);
    pending.push(entry);
    return entry;
  }

  /** Does something that will have to be undone. */
  synchronized void act(Step step) throws Exception {
    if (over) throw new Interrupted();
    step.take();
  }

  /** Undoes one of them now, unless that was done; it stays when it fails. */
  synchronized void run(Entry entry) throws Exception {
    if (!pending.contains(entry)) return;
    entry.step().take();
    pending.remove(entry);
  }

  /** Undoes all that is left, each whatever became of the others. Answers what could not be. */
  synchronized List<String> all() {
    over = true;
    var failures = new ArrayList<String>();
    while (!pending.isEmpty()) {
      var entry = pending.pop();
      try {
        entry.step().take();
      } catch (Exception e) {
        if (e instanceof InterruptedException) Thread.currentThread().interrupt();
        failures.add("could not " + entry.what() + ": " + e.getMessage());
      }
    }
    return failures;
  }
}
