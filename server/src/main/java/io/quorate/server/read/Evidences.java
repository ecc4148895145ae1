package io.quorate.server.read;

import com.google.protobuf.ByteString;
import io.quorate.engine.View;
import io.quorate.proto.v1.Evidence;
import io.quorate.proto.v1.Token;
import io.quorate.server.proposal.GroupToken;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Replicator;
import org.jspecify.annotations.Nullable;

/** Writes down what a reply must say of itself. */
final class Evidences {
  private record Group(String id, ByteString bytes) {}

  private final Replicator replicator;
  private final String nodeName;
  private volatile @Nullable Group group;

  Evidences(Replicator replicator, String nodeName) {
    this.replicator = replicator;
    this.nodeName = nodeName;
  }

  Evidence of(View view, Basis basis, long stalenessMs) {
    Leadership leadership = replicator.leadership();
    return Evidence.newBuilder()
        .setNode(nodeName)
        .setRole(leadership.role().word())
        .setEpoch(view.epoch())
        .setTerm(leadership.term())
        .setAppliedIndex(Math.max(0, view.applied().index()))
        .setReadIndex(Math.max(0, basis.index()))
        .setMethod(basis.method())
        .setStalenessMs(stalenessMs)
        .setToken(
            Token.newBuilder()
                .setGroup(groupBytes())
                .setEpoch(view.epoch())
                .setTerm(view.applied().term())
                .setIndex(Math.max(0, view.applied().index())))
        .build();
  }

  private ByteString groupBytes() {
    String id = replicator.groupId();
    Group known = group;
    if (known == null || !known.id.equals(id)) {
      known = new Group(id, GroupToken.bytes(id));
      group = known;
    }
    return known.bytes;
  }
}
