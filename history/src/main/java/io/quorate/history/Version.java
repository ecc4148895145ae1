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

  /** As in the file. */
  @Override
  public String toString() {
    return generation == 0 ? Long.toString(number) : "[" + generation + "," + number + "]";
  }
}
