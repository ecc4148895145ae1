package io.quorate.server.read;

import io.quorate.proto.v1.Token;

/**
 * What entitles this node to serve a read: reached before the view is taken, and checked again
 * after it was read.
 */
sealed interface Basis {
  /** The state must have applied this index. */
  long index();

  /** As in {@code Evidence.method}. */
  String method();

  /** Whatever this node has. */
  record Local() implements Basis {
    @Override
    public long index() {
      return -1; // below even the first index, 0, which is all that a new node lacks
    }

    @Override
    public String method() {
      return "local";
    }
  }

  /** A position that the client was given. */
  record AtToken(Token token) implements Basis {
    @Override
    public long index() {
      return token.getIndex();
    }

    @Override
    public String method() {
      return "token";
    }
  }

  /** The leader was confirmed after the read arrived. */
  record Confirmed(ReadPoint point) implements Basis {
    @Override
    public long index() {
      return point.index();
    }

    @Override
    public String method() {
      return "read_index";
    }
  }

  /**
   * The leader held its lease after the read arrived. When that was this node, it must still hold
   * after the view was read.
   */
  record Leased(ReadPoint point) implements Basis {
    @Override
    public long index() {
      return point.index();
    }

    @Override
    public String method() {
      return "lease";
    }
  }

  /**
   * A proof that is young enough, or may be.
   *
   * @param fresh the point was confirmed after the read arrived: there is no better one to try
   */
  record Bounded(ReadPoint point, long maxStalenessMs, boolean fresh) implements Basis {
    @Override
    public long index() {
      return point.index();
    }

    @Override
    public String method() {
      return "bounded";
    }
  }
}
