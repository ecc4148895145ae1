package io.quorate.bench.compare;

/**
 * Tells the script which commit its arguments ask for, so that it need not understand them. Exit
 * code 2 when they make no sense, before anything is built.
 */
public final class Wanted {
  private Wanted() {}

  public static void main(String[] arguments) {
    System.out.println(Options.orExit(arguments).commit());
  }
}
