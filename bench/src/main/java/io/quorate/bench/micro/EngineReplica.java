package io.quorate.bench.micro;

import io.quorate.command.TermIndex;
import io.quorate.engine.Engine;
import io.quorate.engine.View;
import io.quorate.server.replication.Replica;
import java.util.concurrent.CompletableFuture;

/** An engine that has applied all that it will ever be asked for. */
record EngineReplica(Engine engine) implements Replica {
  @Override
  public View view() {
    return engine.view();
  }

  @Override
  public TermIndex applied() {
    return engine.applied();
  }

  @Override
  public TermIndex durable() {
    return engine.durable();
  }

  @Override
  public CompletableFuture<Void> awaitApplied(long index) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public long generation() {
    return 1;
  }
}
