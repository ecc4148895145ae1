package io.quorate.command;

/**
 * A position in the log: the term of the leader that wrote the entry, and the entry's index (from
 * 0; -1 = before the first).
 */
public record TermIndex(long term, long index) implements Comparable<TermIndex> {
  public static final TermIndex NONE = new TermIndex(0, -1);

  @Override
  public int compareTo(TermIndex other) {
    int byTerm = Long.compare(term, other.term);
    return byTerm != 0 ? byTerm : Long.compare(index, other.index);
  }
}
