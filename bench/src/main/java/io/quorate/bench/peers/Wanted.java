package io.quorate.bench.peers;

/**
 * Tells the script which peers its arguments ask for, so that it need not understand them: one on a
 * line. Exit code 2 when they make no sense, before anything is fetched or built.
 */
public final class Wanted {
  private Wanted() {}

  public static void main(String[] arguments) {
    Options.orExit(arguments).peers().forEach(System.out::println);
  }
}
