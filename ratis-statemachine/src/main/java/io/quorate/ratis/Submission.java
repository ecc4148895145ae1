package io.quorate.ratis;

import io.quorate.command.Applied;
import io.quorate.command.Entry;
import io.quorate.command.EntryCodec;
import io.quorate.command.TermIndex;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.TransactionContextImpl;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An entry on its way into the log of this node. It travels through Ratis as the request's message,
 * so that apply finds the decoded entry and the caller who waits for its results; on other nodes,
 * and after a restart, only the bytes exist.
 */
public final class Submission implements Message {
  private final Entry entry;
  private final ByteString content;
  private final BiConsumer<TermIndex, List<Applied>> whenApplied;
  private volatile @Nullable CompletableFuture<Long> index;

  /** {@code whenApplied} runs on the apply thread and must not block. */
  public Submission(Entry entry, BiConsumer<TermIndex, List<Applied>> whenApplied) {
    this.entry = entry;
    this.content = RatisBytes.wrap(EntryCodec.encode(entry));
    this.whenApplied = whenApplied;
  }

  @Override
  public ByteString getContent() {
    return content;
  }

  /**
   * False = it surely is in no log. True = it got an index: it may have been, or may still be,
   * replicated.
   */
  public boolean mayBeInLog() {
    CompletableFuture<Long> known = index;
    return known != null && known.isDone();
  }

  Entry entry() {
    return entry;
  }

  /** Ratis fills the context's index future just before it appends. */
  void started(TransactionContext context) {
    index = ((TransactionContextImpl) context).getLogIndexFuture();
  }

  void applied(TermIndex position, List<Applied> results) {
    whenApplied.accept(position, results);
  }

  @Override
  public String toString() {
    return entry.commands().size() + " commands, " + content.size() + " bytes";
  }
}
