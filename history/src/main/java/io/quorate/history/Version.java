package io.quorate.history;

/**
 * A position in the order of one key's values, as the store itself numbers them. Written {@code
 * [generation, number]}, or just the number when the generation is 0.
 *
 * @param generation grows when a deleted key is created again; Quorate's create index
 * @param number grows with every write of a generation
 */
public record Version(long generation, long number) implements Comparable<Version> {
  @Override
  public int compareTo(Version other) {
    var order = Long.compare(generation, other.generation);
    return order != 0 ? order : Long.compare(number, other.number);
  }

  /** What a write of this version replaced; its number is 0 where that was an absent key. */
  public Version previous() {
    return new Version(generation, number - 1);
  }

  /** Whether a key of this version, 0 = none, is as {@code expected}, where 0 is any number. */
  public boolean meets(Version expected) {
    return number > 0
        && (expected.number == 0 || expected.number == number)
        && (expected.generation == 0 || expected.generation == generation);
  }

  /** As in the file. */
  @Override
  public String toString() {
    return generation == 0 ? Long.toString(number) : "[" + generation + "," + number + "]";
  }
}
