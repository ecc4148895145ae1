package io.quorate.client.internal;

import io.quorate.client.ReadPreference;
import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.ReadRequest;

/** What a {@link Call} wants of the cluster. */
sealed interface Request {

  /** {@code inSession}: exactly once; otherwise the operation must bear repetition. */
  record Write(Operation operation, Concern concern, boolean inSession) implements Request {}

  record Read(ReadRequest request, ReadPreference preference) implements Request {}

  /** A page of a scan that is pinned on one node. */
  record Page(ReadRequest request, String address) implements Request {}

  /**
   * A connected node, another than the one at {@code except} if possible, for calls that do not
   * travel on the stream.
   */
  record Connection(ReadPreference preference, String except) implements Request {}
}
