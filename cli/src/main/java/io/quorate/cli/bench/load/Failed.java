package io.quorate.cli.bench.load;

/** What failures are counted by. A get changes nothing, so its outcome is never unknown. */
record Failed(Kind kind, String code, boolean unknown) {
  static Failed of(Kind kind, Failure failure) {
    return new Failed(kind, failure.code(), failure.unknown() && kind == Kind.PUT);
  }
}
