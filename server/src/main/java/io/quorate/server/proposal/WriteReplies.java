package io.quorate.server.proposal;

import com.google.protobuf.ByteString;
import io.quorate.command.ResultCodec;
import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.Token;
import io.quorate.proto.v1.WriteReply;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What writers are answered. The writes of an entry are answered together, and nearly all of them
 * the same but for their results: what is the same is made once. Any thread.
 */
public final class WriteReplies {
  private final ByteString group;
  private final LongSupplier epoch;
  private final ByteString node;
  private volatile @Nullable Shared last;

  private record Shared(
      long term, long index, long epoch, Concern concern, List<String> holders, WriteReply reply) {
    boolean isFor(
        Proposer.Placed placed, long nowEpoch, Concern asked, List<String> acknowledgedBy) {
      return term == placed.term()
          && index == placed.entryIndex()
          && epoch == nowEpoch
          && holders.equals(acknowledgedBy)
          && concern.equals(asked);
    }
  }

  /** Replies of the node with that name. */
  public WriteReplies(String groupId, LongSupplier epoch, String node) {
    this.group = GroupToken.bytes(groupId);
    this.epoch = epoch;
    this.node = ByteString.copyFromUtf8(node);
  }

  WriteReply of(Proposer.Placed placed, Concern concern, List<String> holders) {
    return shared(placed, concern, holders).toBuilder()
        .setResult(ResultCodec.encode(placed.applied().result()))
        .setDuplicate(placed.applied().duplicate())
        .build();
  }

  private WriteReply shared(Proposer.Placed placed, Concern concern, List<String> holders) {
    long now = epoch.getAsLong();
    Shared known = last;
    if (known == null || !known.isFor(placed, now, concern, holders)) {
      WriteReply.Builder reply =
          WriteReply.newBuilder()
              .setToken(
                  Token.newBuilder()
                      .setGroup(group)
                      .setEpoch(now)
                      .setTerm(placed.term())
                      .setIndex(placed.entryIndex()))
              .setConcern(concern)
              .setNodeBytes(node);
      // As bytes: text would be encoded again for each reply.
      holders.forEach(holder -> reply.addAcknowledgedByBytes(ByteString.copyFromUtf8(holder)));
      known = new Shared(placed.term(), placed.entryIndex(), now, concern, holders, reply.build());
      last = known;
    }
    return known.reply;
  }
}
