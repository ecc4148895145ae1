package io.quorate.server.proposal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quorate.command.Applied;
import io.quorate.command.Result;
import io.quorate.command.ResultCodec;
import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.Token;
import io.quorate.proto.v1.WriteReply;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WriteRepliesTest {
  private static final String GROUP = "00000000-0000-0000-0000-000000000001";
  private final AtomicLong epoch = new AtomicLong(1);
  private final WriteReplies replies = new WriteReplies(GROUP, epoch::get, "n1");

  @Test
  void whatRepliesShareIsOfTheirOwnEntryAndConcern() {
    var all = Concern.newBuilder().setKind(Concern.Kind.ALL).build();
    var none = Concern.getDefaultInstance();
    check(1, 7, none, List.of("n1", "n2"), 1, false);
    check(1, 7, none, List.of("n1", "n2"), 2, true);
    check(1, 7, none, List.of("n1", "n2", "n3"), 3, false);
    check(1, 7, all, List.of("n1", "n2", "n3"), 4, false);
    check(1, 8, all, List.of("n1", "n2", "n3"), 5, false);
    check(2, 8, all, List.of("n1", "n2", "n3"), 6, false);
    epoch.set(2);
    check(2, 8, all, List.of("n1", "n2", "n3"), 7, false);
  }

  private void check(
      long term,
      long index,
      Concern concern,
      List<String> holders,
      long version,
      boolean duplicate) {
    var result = new Result.PutDone(version, 1, null);
    WriteReply expected =
        WriteReply.newBuilder()
            .setResult(ResultCodec.encode(result))
            .setToken(
                Token.newBuilder()
                    .setGroup(GroupToken.bytes(GROUP))
                    .setEpoch(epoch.get())
                    .setTerm(term)
                    .setIndex(index))
            .setConcern(concern)
            .addAllAcknowledgedBy(holders)
            .setDuplicate(duplicate)
            .setNode("n1")
            .build();
    assertEquals(
        expected,
        replies.of(
            new Proposer.Placed(term, index, new Applied(result, index, duplicate)),
            concern,
            holders));
  }
}
