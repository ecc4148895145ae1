package io.quorate.history.check;

/** What registers held before the history began. */
public enum Initial {
  /** Nothing: the keys did not exist. Jepsen's convention. */
  ABSENT,
  /** Anything: the program met keys that others had written. */
  UNKNOWN
}
