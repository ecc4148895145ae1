package io.quorate.chaos;

/** How much a test does: little in every build, all of it with {@code -Dquorate.full=true}. */
public final class Scale {
  private static final boolean FULL = Boolean.getBoolean("quorate.full");

  private Scale() {}

  public static int of(int usual, int full) {
    return FULL ? full : usual;
  }

  public static long of(long usual, long full) {
    return FULL ? full : usual;
  }
}
