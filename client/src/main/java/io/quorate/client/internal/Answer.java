package io.quorate.client.internal;

import io.quorate.client.OperationId;
import io.quorate.proto.v1.Reply;
import org.jspecify.annotations.Nullable;

/** What came back, over which link. The id is that of a write in a session. */
record Answer(Reply reply, Link link, @Nullable OperationId operation) {}
