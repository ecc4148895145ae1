package io.quorate.client;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.ClusterStatus;
import io.quorate.proto.v1.Empty;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Evidence;
import io.quorate.proto.v1.GetResult;
import io.quorate.proto.v1.KeyValue;
import io.quorate.proto.v1.LeaseResult;
import io.quorate.proto.v1.MultiGetResult;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.OperationResult;
import io.quorate.proto.v1.PutResult;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.Rejected;
import io.quorate.proto.v1.Reply;
import io.quorate.proto.v1.Request;
import io.quorate.proto.v1.ResolveResult;
import io.quorate.proto.v1.ScanPage;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.proto.v1.SessionResult;
import io.quorate.proto.v1.Token;
import io.quorate.proto.v1.Topology;
import io.quorate.proto.v1.TopologyNode;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster without consensus: some {@link FakeNode}s in front of one map, with sessions that
 * remember results as the real one does. What each request meets is scripted with {@link #script}.
 */
final class FakeCluster implements AutoCloseable {

  enum Answer {
    REPLY,
    SILENCE,
    CLOSE
  }

  /**
   * What becomes of a request: whether it takes effect, whether it is answered, with which error,
   * how late.
   */
  record Reaction(boolean apply, Answer answer, @Nullable Error error, long delayMs) {
    static final Reaction SERVE = new Reaction(true, Answer.REPLY, null, 0);
    static final Reaction APPLY_SILENTLY = new Reaction(true, Answer.SILENCE, null, 0);
    static final Reaction IGNORE = new Reaction(false, Answer.SILENCE, null, 0);
    static final Reaction APPLY_AND_CLOSE = new Reaction(true, Answer.CLOSE, null, 0);
    static final Reaction CLOSE = new Reaction(false, Answer.CLOSE, null, 0);

    static Reaction error(ErrorCode code) {
      return error(Error.newBuilder().setCode(code).setMessage("scripted"));
    }

    static Reaction error(Error.Builder error) {
      return new Reaction(false, Answer.REPLY, error.build(), 0);
    }

    static Reaction delayed(long ms) {
      return new Reaction(true, Answer.REPLY, null, ms);
    }
  }

  private static final ByteString GROUP = ByteString.copyFromUtf8("group");

  private final List<FakeNode> nodes = new ArrayList<>();
  private final List<FakeNode> removed = new CopyOnWriteArrayList<>();
  private final TreeMap<ByteString, KeyValue> keys =
      new TreeMap<>(ByteString.unsignedLexicographicalComparator());
  private final Map<Long, TreeMap<Long, OperationResult>> sessions = new TreeMap<>();
  private final List<WriteRequest> applied = new ArrayList<>();
  private volatile BiFunction<FakeNode, Request, Reaction> script =
      (node, request) -> Reaction.SERVE;
  private volatile @Nullable FakeNode leader;
  private volatile long term = 1;
  private long index;

  FakeCluster(int voters) {
    this(voters, 0);
  }

  FakeCluster(int voters, int learners) {
    for (var i = 1; i <= voters + learners; i++) {
      nodes.add(new FakeNode(this, "n" + i, i <= voters));
    }
    leader = nodes.get(0);
  }

  FakeNode node(int number) {
    return nodes.get(number - 1);
  }

  List<String> endpoints() {
    return nodes.stream().map(FakeNode::address).toList();
  }

  QuorateClientBuilder client() {
    return QuorateClient.builder().endpoints(endpoints());
  }

  void script(BiFunction<FakeNode, Request, Reaction> reactions) {
    script = reactions;
  }

  Reaction react(FakeNode node, Request request) {
    return script.apply(node, request);
  }

  /** Operations that took effect, in order, without repetitions. */
  List<WriteRequest> applied() {
    synchronized (keys) {
      return List.copyOf(applied);
    }
  }

  /** Requests with an operation of a user, on whichever node, in no order between nodes. */
  Stream<WriteRequest> received() {
    return nodes.stream()
        .flatMap(node -> node.received().stream())
        .filter(Request::hasWrite)
        .map(Request::getWrite)
        .filter(write -> write.getSessionId() != 0);
  }

  /** Nobody knows it yet: see {@link #elect}. */
  void elect(@Nullable FakeNode node) {
    term = topology().getTerm() + 1;
    leader = node;
    nodes.forEach(FakeNode::pushTopology);
  }

  /** It goes on answering, and is no member any more; {@code n2} leads. */
  void remove(FakeNode node) {
    removed.add(node);
    elect(node(2));
  }

  void expireSessions() {
    synchronized (keys) {
      sessions.clear();
    }
  }

  int sessions() {
    synchronized (keys) {
      return sessions.size();
    }
  }

  Topology topology() {
    var known = leader;
    var topology =
        Topology.newBuilder().setTerm(term).setLeader(known == null ? "" : known.address());
    for (var node : nodes) {
      if (removed.contains(node)) {
        continue;
      }
      topology.addNodes(
          TopologyNode.newBuilder()
              .setName(node.name())
              .setAddress(node.address())
              .setVoter(node.isVoter())
              .setServing(true)
              .setId("id-" + node.name()));
    }
    return topology.build();
  }

  ClusterStatus status() {
    return ClusterStatus.newBuilder().setCluster("fake").setTerm(term).setWritable(true).build();
  }

  /** What a healthy cluster answers. */
  Reply serve(FakeNode node, Request request) {
    var known = leader;
    if (request.hasWrite() && (known == null || !known.isLiving())) {
      return Reply.newBuilder()
          .setError(
              Error.newBuilder().setCode(ErrorCode.UNAVAILABLE).setMessage("no leader").build())
          .build();
    }
    synchronized (keys) {
      return request.hasWrite()
          ? write(request.getWrite())
          : Reply.newBuilder().setRead(read(node, request.getRead())).build();
    }
  }

  private Reply write(WriteRequest request) {
    if (request.getSessionId() == 0) {
      return reply(apply(request.getOperation()), false);
    }
    var session = sessions.get(request.getSessionId());
    if (session == null) {
      var expired = Error.newBuilder().setCode(ErrorCode.SESSION_EXPIRED).setMessage("expired");
      return Reply.newBuilder().setError(expired).build();
    }
    var known = session.get(request.getSequence());
    if (known != null) {
      return reply(known, true);
    }
    session.headMap(request.getAcknowledged(), true).clear();
    if (request.getSequence() <= request.getAcknowledged()) {
      var stale = Error.newBuilder().setCode(ErrorCode.STALE_SEQUENCE).setMessage("stale");
      return Reply.newBuilder().setError(stale).build();
    }
    var result = apply(request.getOperation());
    session.put(request.getSequence(), result);
    applied.add(request);
    return reply(result, false);
  }

  private Reply reply(OperationResult result, boolean duplicate) {
    if (result.getRejected().getCode() == ErrorCode.ABANDONED) {
      var abandoned = Error.newBuilder().setCode(ErrorCode.ABANDONED).setMessage("abandoned");
      return Reply.newBuilder().setError(abandoned).build();
    }
    var write =
        WriteReply.newBuilder()
            .setResult(result)
            .setDuplicate(duplicate)
            .setToken(token())
            .addAcknowledgedBy("n1")
            .setNode("n1");
    return Reply.newBuilder().setWrite(write).build();
  }

  private Token token() {
    return Token.newBuilder().setGroup(GROUP).setEpoch(1).setTerm(term).setIndex(index).build();
  }

  private OperationResult apply(Operation operation) {
    index++;
    var result = OperationResult.newBuilder();
    switch (operation.getKindCase()) {
      case OPEN_SESSION -> {
        sessions.put(index, new TreeMap<>());
        result.setSession(SessionResult.newBuilder().setSessionId(index).setTtlMs(86_400_000));
      }
      case CLOSE_SESSION -> {
        sessions.remove(operation.getCloseSession().getSessionId());
        result.setEmpty(Empty.getDefaultInstance());
      }
      case RESOLVE -> result.setResolve(resolve(operation));
      case PUT -> put(operation, result);
      case LEASE_GRANT ->
          result.setLease(
              LeaseResult.newBuilder()
                  .setLeaseId(7)
                  .setTtlMs(operation.getLeaseGrant().getTtlMs())
                  .setRemainingMs(operation.getLeaseGrant().getTtlMs()));
      case LEASE_KEEP_ALIVE ->
          result.setLease(
              LeaseResult.newBuilder()
                  .setLeaseId(operation.getLeaseKeepAlive().getLeaseId())
                  .setTtlMs(1_000)
                  .setRemainingMs(1_000));
      default -> result.setEmpty(Empty.getDefaultInstance());
    }
    return result.build();
  }

  private ResolveResult resolve(Operation operation) {
    var asked = operation.getResolve();
    var session = sessions.get(asked.getSessionId());
    var known = session == null ? null : session.get(asked.getSequence());
    if (known != null) {
      return ResolveResult.newBuilder().setApplied(true).setResult(known).setIndex(index).build();
    }
    if (session != null) {
      var tombstone = Rejected.newBuilder().setCode(ErrorCode.ABANDONED);
      session.put(asked.getSequence(), OperationResult.newBuilder().setRejected(tombstone).build());
    }
    return ResolveResult.newBuilder().setIndex(index).build();
  }

  private void put(Operation operation, OperationResult.Builder result) {
    var put = operation.getPut();
    var before = keys.get(put.getKey());
    var version = before == null ? 0 : before.getVersion();
    var wanted = put.getPrecondition();
    if ((wanted.getAbsent() && before != null)
        || (wanted.getVersion() != 0 && wanted.getVersion() != version)) {
      result.setRejected(
          Rejected.newBuilder()
              .setCode(ErrorCode.PRECONDITION_FAILED)
              .setMessage("version " + version)
              .setCurrentVersion(version));
      return;
    }
    var created = before == null ? index : before.getCreateIndex();
    keys.put(
        put.getKey(),
        KeyValue.newBuilder()
            .setKey(put.getKey())
            .setValue(put.getValue())
            .setVersion(version + 1)
            .setCreateIndex(created)
            .setModifyIndex(index)
            .build());
    var done = PutResult.newBuilder().setVersion(version + 1).setCreateIndex(created);
    if (put.getReturnPrevious() && before != null) {
      done.setPrevious(before);
    }
    result.setPut(done);
  }

  private ReadReply read(FakeNode node, ReadRequest request) {
    var reply = ReadReply.newBuilder().setEvidence(evidence(node));
    switch (request.getKindCase()) {
      case MULTI_GET -> {
        var results = MultiGetResult.newBuilder();
        request.getMultiGet().getKeysList().forEach(key -> results.addResults(get(key)));
        reply.setMultiGet(results);
      }
      case SCAN -> reply.setScan(page(node, request.getScan()));
      default -> reply.setGet(get(request.getGet().getKey()));
    }
    return reply.build();
  }

  private Evidence evidence(FakeNode node) {
    return Evidence.newBuilder()
        .setNode(node.name())
        .setRole(node == leader ? "leader" : node.isVoter() ? "follower" : "learner")
        .setTerm(term)
        .setAppliedIndex(index)
        .setToken(token())
        .build();
  }

  private GetResult get(ByteString key) {
    var kv = keys.get(key);
    return kv == null
        ? GetResult.getDefaultInstance()
        : GetResult.newBuilder().setFound(true).setKv(kv).build();
  }

  /** Pages of two pairs; the page token is the next key. */
  private ScanPage page(FakeNode node, ScanRequest scan) {
    var from = scan.getPage().isEmpty() ? scan.getStart() : scan.getPage();
    var page = ScanPage.newBuilder().setEvidence(evidence(node));
    for (var kv : keys.tailMap(from, true).values()) {
      if (!scan.getEnd().isEmpty()
          && keys.comparator() != null
          && keys.comparator().compare(kv.getKey(), scan.getEnd()) >= 0) {
        break;
      }
      if (page.getKvsCount() == 2) {
        page.setNextPage(kv.getKey());
        break;
      }
      page.addKvs(kv);
    }
    return page.build();
  }

  void scan(FakeNode node, ScanRequest request, StreamObserver<ScanPage> out) {
    var asked = Request.newBuilder().setRead(ReadRequest.newBuilder().setScan(request)).build();
    var next = request;
    while (true) {
      var reaction = react(node, asked);
      if (reaction.error() != null) {
        out.onError(failure(reaction.error()));
        return;
      }
      if (reaction.answer() == Answer.CLOSE) {
        out.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      ScanPage page;
      synchronized (keys) {
        page = page(node, next);
      }
      out.onNext(page);
      if (page.getNextPage().isEmpty()) {
        out.onCompleted();
        return;
      }
      next = next.toBuilder().setPage(page.getNextPage()).build();
    }
  }

  private static io.grpc.StatusRuntimeException failure(Error error) {
    var trailers = new Metadata();
    trailers.put(
        Metadata.Key.of("quorate-error-bin", Metadata.BINARY_BYTE_MARSHALLER), error.toByteArray());
    return Status.UNAVAILABLE.asRuntimeException(trailers);
  }

  @Override
  public void close() {
    nodes.forEach(FakeNode::close);
  }
}
