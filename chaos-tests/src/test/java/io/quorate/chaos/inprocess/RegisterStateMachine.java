package io.quorate.chaos.inprocess;

import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;

/** One register: an entry is its new value, any query answers it. */
final class RegisterStateMachine extends BaseStateMachine {
  private volatile String value = "";

  String value() {
    return value;
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    var entry = transaction.getLogEntry();
    value = entry.getStateMachineLogEntry().getLogData().toStringUtf8();
    updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
    return CompletableFuture.completedFuture(Message.valueOf(value));
  }

  @Override
  public CompletableFuture<Message> query(Message request) {
    return CompletableFuture.completedFuture(Message.valueOf(value));
  }
}
