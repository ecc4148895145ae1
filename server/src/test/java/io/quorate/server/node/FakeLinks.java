package io.quorate.server.node;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.ReadIndexReply;
import io.quorate.proto.v1.TermReply;
import io.quorate.server.error.Deadline;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** Links on which nothing is answered but by the test. */
public final class FakeLinks implements Links {
  /** A question as it was asked. */
  public record Asked(
      String peer, LinkFrame frame, Deadline deadline, CompletableFuture<LinkFrame> answer) {
    public void term(long term) {
      answer.complete(LinkFrame.newBuilder().setTerm(TermReply.newBuilder().setTerm(term)).build());
    }

    public void readIndex(long term, long index, long ageMs) {
      var reply =
          ReadIndexReply.newBuilder().setTerm(term).setIndex(index).setConfirmedAgeMs(ageMs);
      answer.complete(LinkFrame.newBuilder().setReadIndex(reply).build());
    }

    public void breaks(boolean sent) {
      answer.completeExceptionally(LinkException.broken(sent, "broken by the test"));
    }
  }

  /** News as it was told. */
  public record Told(String peer, LinkFrame news) {}

  public final List<Told> told = new CopyOnWriteArrayList<>();
  public final List<Asked> asked = new CopyOnWriteArrayList<>();
  public volatile Consumer<Asked> onAsk = asking -> {};

  @Override
  public CompletableFuture<LinkFrame> ask(String peer, LinkFrame question, Deadline deadline) {
    var asking = new Asked(peer, question, deadline, new CompletableFuture<>());
    asked.add(asking);
    onAsk.accept(asking);
    return asking.answer;
  }

  @Override
  public void tell(String peer, LinkFrame news) {
    told.add(new Told(peer, news));
  }

  /** The question with this number, from 0, once it has been asked. */
  public Asked await(int number) {
    Awaitility.await().atMost(5, SECONDS).until(() -> asked.size() > number);
    return asked.get(number);
  }
}
