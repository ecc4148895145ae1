package io.quorate.cli;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.ClientFrame;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.Evidence;
import io.quorate.proto.v1.KeyValue;
import io.quorate.proto.v1.KvGrpc;
import io.quorate.proto.v1.LeaseListResult;
import io.quorate.proto.v1.MultiGetResult;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.Reply;
import io.quorate.proto.v1.Request;
import io.quorate.proto.v1.ScanPage;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.proto.v1.ServerFrame;
import io.quorate.proto.v1.Token;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;

/** One fake node's keys and values. */
final class FakeKv extends KvGrpc.KvImplBase {
  /** Small, so that tests see several pages. */
  private static final int PAGE = 7;

  private final FakeCluster cluster;
  private final String node;

  FakeKv(FakeCluster cluster, String node) {
    this.cluster = cluster;
    this.node = node;
  }

  @Override
  public StreamObserver<ClientFrame> stream(StreamObserver<ServerFrame> replies) {
    replies.onNext(ServerFrame.newBuilder().setTopology(cluster.topology()).build());
    return new StreamObserver<>() {
      @Override
      public void onNext(ClientFrame frame) {
        var answer = ServerFrame.newBuilder();
        for (var request : frame.getRequestsList()) answer.addReplies(answer(request));
        replies.onNext(answer.build());
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        replies.onCompleted();
      }
    };
  }

  private Reply answer(Request request) {
    var reply = Reply.newBuilder().setId(request.getId());
    var failure = cluster.failure(request);
    if (failure.isPresent()) return reply.setError(failure.get()).build();
    return switch (request.getKindCase()) {
      case WRITE -> reply.setWrite(write(request.getWrite())).build();
      case READ -> reply.setRead(read(request.getRead())).build();
      case KIND_NOT_SET -> reply.setError(Error.getDefaultInstance()).build();
    };
  }

  private WriteReply write(WriteRequest request) {
    var result =
        cluster
            .store()
            .write(request.getSessionId(), request.getSequence(), request.getOperation());
    return WriteReply.newBuilder()
        .setResult(result)
        .setToken(token())
        .setConcern(request.getConcern())
        .addAcknowledgedBy("n1")
        .addAcknowledgedBy("n2")
        .setNode(cluster.admin().leader())
        .build();
  }

  private ReadReply read(ReadRequest request) {
    var reply = ReadReply.newBuilder().setEvidence(evidence());
    return switch (request.getKindCase()) {
      case GET -> reply.setGet(cluster.get(node, request.getGet().getKey())).build();
      case MULTI_GET -> {
        var results = MultiGetResult.newBuilder();
        request
            .getMultiGet()
            .getKeysList()
            .forEach(key -> results.addResults(cluster.get(node, key)));
        yield reply.setMultiGet(results).build();
      }
      case SCAN -> reply.setScan(page(request.getScan())).build();
      case LEASE_LIST ->
          reply
              .setLeases(LeaseListResult.newBuilder().addAllLeases(cluster.store().leases()))
              .build();
      case LEASE_GET, KIND_NOT_SET -> throw new IllegalArgumentException("no test needs this");
    };
  }

  @Override
  public void read(ReadRequest request, StreamObserver<ReadReply> reply) {
    var failure = cluster.failure(Request.newBuilder().setRead(request).build());
    if (failure.isPresent()) {
      FakeAdmin.refuse(reply, failure.get());
      return;
    }
    reply.onNext(read(request));
    reply.onCompleted();
  }

  @Override
  public void scan(ScanRequest request, StreamObserver<ScanPage> pages) {
    var page = page(request);
    pages.onNext(page);
    while (!page.getNextPage().isEmpty()) {
      page = page(request.toBuilder().setPage(page.getNextPage()).build());
      pages.onNext(page);
    }
    pages.onCompleted();
  }

  // The page token is the first key that has not been shown.
  private ScanPage page(ScanRequest request) {
    var start = request.getPage().isEmpty() ? request.getStart() : request.getPage();
    var all = cluster.store().range(start, request.getEnd());
    var limit = request.getLimit() == 0 ? PAGE : Math.min(PAGE, request.getLimit());
    var page = ScanPage.newBuilder().setEvidence(evidence());
    all.stream()
        .limit(limit)
        .map(kv -> request.getKeysOnly() ? kv.toBuilder().clearValue().build() : kv)
        .forEach(page::addKvs);
    if (all.size() > limit)
      page.setNextPage(
          all.stream().skip(limit).findFirst().map(KeyValue::getKey).orElse(ByteString.EMPTY));
    return page.build();
  }

  private Evidence evidence() {
    return Evidence.newBuilder()
        .setNode(node)
        .setRole(node.equals("n1") ? "leader" : "follower")
        .setEpoch(1)
        .setTerm(3)
        .setAppliedIndex(cluster.store().index())
        .setReadIndex(cluster.store().index())
        .setMethod("read_index")
        .setToken(token())
        .build();
  }

  private Token token() {
    return Token.newBuilder()
        .setGroup(ByteString.copyFromUtf8("group"))
        .setEpoch(1)
        .setTerm(3)
        .setIndex(cluster.store().index())
        .build();
  }
}
