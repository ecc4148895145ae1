package io.quorate.history;

import org.jspecify.annotations.Nullable;

/**
 * An operation whose invocation is recorded, to be completed once, by any thread. One that is not
 * recorded is one too: completing it does nothing.
 */
public final class Recorded {
  static final Recorded NOT = new Recorded(null, 0, "", null);

  private final @Nullable Recorder recorder;
  private final long process;
  private final String f;
  private final @Nullable String key;

  Recorded(@Nullable Recorder recorder, long process, String f, @Nullable String key) {
    this.recorder = recorder;
    this.process = process;
    this.f = f;
    this.key = key;
  }

  /** Whether it is in the file. */
  public boolean isRecorded() {
    return recorder != null;
  }

  /** It took effect; what was invoked says everything. */
  public void ok(Completion completion) {
    complete("ok", false, null, completion);
  }

  /** It took effect and returned this; null is an absent key. */
  public void ok(@Nullable Object value, Completion completion) {
    complete("ok", true, value, completion);
  }

  /** It surely did not happen. */
  public void fail() {
    fail(Completion.NONE);
  }

  public void fail(Completion completion) {
    complete("fail", false, null, completion);
  }

  /** Nobody knows. */
  public void info() {
    info(Completion.NONE);
  }

  public void info(Completion completion) {
    complete("info", false, null, completion);
  }

  private void complete(
      String type, boolean hasValue, @Nullable Object value, Completion completion) {
    if (recorder != null) {
      recorder.complete(process, type, f, key, hasValue, value, completion);
    }
  }
}
