package io.quorate.server.grpc;

import com.google.protobuf.ByteString;
import io.quorate.proto.v1.GetResult;
import io.quorate.proto.v1.KeyValue;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.ScanPage;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.read.Reads;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Every key has a value of {@code valueBytes}; a scan has {@code pages} pages of the same size.
 * Reads wait for the gate.
 */
final class FakeReads implements Reads {
  final AtomicInteger served = new AtomicInteger();

  /** How many gets came together, each time. */
  final List<Integer> groups = new CopyOnWriteArrayList<>();

  final AtomicInteger pagesRead = new AtomicInteger();
  final AtomicInteger pinned = new AtomicInteger();
  volatile int valueBytes = 10;
  volatile int pages = 3;
  volatile int failAtPage = -1;
  volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  @Override
  public CompletableFuture<ReadReply> read(ReadRequest request, Deadline deadline) {
    served.incrementAndGet();
    KeyValue record =
        KeyValue.newBuilder().setKey(request.getGet().getKey()).setValue(value()).build();
    ReadReply reply =
        ReadReply.newBuilder().setGet(GetResult.newBuilder().setFound(true).setKv(record)).build();
    return gate.thenApply(open -> reply);
  }

  @Override
  public List<CompletableFuture<ReadReply>> readAll(List<ReadRequest> gets, Deadline deadline) {
    groups.add(gets.size());
    return Reads.super.readAll(gets, deadline);
  }

  @Override
  public CompletableFuture<PinnedScan> scan(ScanRequest request, Deadline deadline) {
    if (request.getLimit() == 7) {
      throw RequestException.unavailable("no view");
    }
    pinned.incrementAndGet();
    return CompletableFuture.completedFuture(new Pages());
  }

  private ByteString value() {
    return ByteString.copyFrom(new byte[valueBytes]);
  }

  private final class Pages implements PinnedScan {
    private int page;

    @Override
    public ScanPage next() {
      if (page == failAtPage) {
        throw RequestException.corrupt("page " + page);
      }
      page++;
      pagesRead.incrementAndGet();
      return ScanPage.newBuilder()
          .addKvs(KeyValue.newBuilder().setValue(value()))
          .setNextPage(page < pages ? ByteString.copyFromUtf8("p" + page) : ByteString.EMPTY)
          .build();
    }

    @Override
    public void close() {
      pinned.decrementAndGet();
    }
  }
}
