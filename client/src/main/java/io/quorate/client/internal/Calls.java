package io.quorate.client.internal;

import io.quorate.client.ClientSettings;
import io.quorate.client.QuorateException;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;
import io.quorate.proto.v1.Reply;
import io.quorate.proto.v1.Topology;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/*
 * The life of a call:
 *
 *   submit ─ begin ─┬─► attempt ──► answered ─────────────► finish
 *                   │      ▲  │ error, link lost, silence      ▲
 *                   │      │  ▼                                │
 *                   └─► waiting (a node, a session, back-off) ─┘ deadline, cancel, close
 *
 * Each call has one timer, set to whatever comes first: its deadline, its next retry, the end of the patience with its last attempt.
 * So whatever the nodes do, and whatever is forgotten here, the deadline ends it.
 *
 * What is known of a write follows from its attempts. One that was handed to the transport and not answered, or answered with UNKNOWN,
 * makes it uncertain, and no later refusal makes it certain again: the first sending may still arrive. Only what the replicated
 * session recorded for the sequence (a result, a failed precondition, an abandonment) settles it.
 */
/**
 * Carries calls through attempts to an answer. All but {@link #submit} and {@link #cancel} only on
 * the loop.
 */
final class Calls implements Link.Events {
  private static final int MOST_REDIRECTS = 3;

  private static final Error NO_ANSWER =
      Error.newBuilder()
          .setCode(ErrorCode.INTERNAL)
          .setOutcome(Outcome.UNKNOWN)
          .setMessage("the node answered something else than was asked")
          .build();

  private final Loop loop;
  private final Members members;
  private final Router router;
  private final Sessions sessions;
  private final RetryPolicy retries = new RetryPolicy(System.nanoTime());
  private final ConcurrentLinkedQueue<Call> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean awake = new AtomicBoolean();
  private final Set<Call> open = new LinkedHashSet<>();
  private final Set<Call> waiting = new LinkedHashSet<>();
  private boolean closed;

  Calls(ClientSettings settings, Loop loop, Channels channels) {
    this.loop = loop;
    members = new Members(settings.endpoints(), settings.discover(), loop, channels, this);
    router = new Router(members);
    sessions = new Sessions(settings, this);
  }

  Members members() {
    return members;
  }

  Sessions sessions() {
    return sessions;
  }

  /**
   * Any thread. The future completes on the loop, exceptionally with a QuorateException; nothing
   * that blocks may depend on it.
   */
  CompletableFuture<Answer> submit(Request request, Scope scope) {
    var call = new Call(request, scope);
    scope.enter(call);
    inbox.add(call);
    if (awake.compareAndSet(false, true) && !loop.later(this::drain)) {
      drainClosed();
    }
    return call.answer;
  }

  /** Any thread. Ends the scope's call with {@link io.quorate.client.CancelledException}. */
  void cancel(Scope scope) {
    var unused =
        loop.later(
            () -> {
              var call = scope.cancel();
              if (call != null && open.contains(call)) {
                finish(call, Verdict.cancelled(call));
              }
            });
  }

  private void drain() {
    awake.set(false);
    for (var call = inbox.poll(); call != null; call = inbox.poll()) {
      begin(call);
    }
  }

  /** The loop has ended, so nobody else touches the calls. */
  private void drainClosed() {
    awake.set(false);
    for (var call = inbox.poll(); call != null; call = inbox.poll()) {
      call.done = true;
      call.answer.completeExceptionally(Verdict.closed(call).exception());
    }
  }

  private void begin(Call call) {
    if (closed) {
      call.done = true;
      call.answer.completeExceptionally(Verdict.closed(call).exception());
      return;
    }
    open.add(call);
    retries.earn();
    members.start();
    if (call.scope.isCancelled()) {
      finish(call, Verdict.cancelled(call));
    } else if (Wire.size(call.request) > Wire.MOST_BYTES) {
      finish(call, Verdict.tooLarge(call));
    } else {
      attempt(call);
    }
  }

  /** Sends the call to the best node, or lets it wait for one. */
  void attempt(Call call) {
    waiting.remove(call);
    call.retryAt = Call.NEVER;
    if (call.elapsed() >= call.deadline()) {
      finish(call, Verdict.timedOut(call));
      return;
    }
    if (call.request instanceof Request.Write write && write.inSession() && !sessions.enter(call)) {
      arm(call);
      return;
    }
    var node = router.pick(call);
    var link = node == null ? null : node.link;
    if (link == null) {
      park(call, retries.delayWithoutNode(call), true);
      return;
    }
    if (call.request instanceof Request.Connection) {
      complete(call, new Answer(Reply.getDefaultInstance(), link, null));
      return;
    }
    send(call, link);
  }

  private void send(Call call, Link link) {
    var third = call.deadline() / 3;
    var patience = Math.min(third, link.node().roundTrip.patience()) << Math.min(4, call.hedges);
    var attempt = new Attempt(call, link, System.nanoTime(), patience);
    call.live.add(attempt);
    call.scope.attempted();
    call.lastNode = link.node();
    link.send(attempt);
    arm(call);
  }

  private void park(Call call, long delay, boolean wakeable) {
    call.retryAt = call.elapsed() + delay;
    call.wakeable = wakeable;
    waiting.add(call);
    arm(call);
  }

  /** Something changed for the better: those who wait for nothing in particular try at once. */
  private void wakeAll() {
    for (var call : List.copyOf(waiting)) {
      if (call.wakeable && !call.done) {
        call.lastNode = null;
        attempt(call);
      }
    }
  }

  // ---- the timer

  private void arm(Call call) {
    if (call.done) {
      return;
    }
    var at = Math.min(call.deadline(), call.retryAt);
    if (!call.live.isEmpty()) {
      var last = call.live.get(call.live.size() - 1);
      at = Math.min(at, last.expires - call.started);
    }
    if (call.timer != null) {
      if (call.timerAt <= at) {
        return; // It rings too early and is set again then, which is cheaper than cancelling it
        // each time.
      }
      call.timer.cancel(false);
    }
    call.timerAt = at;
    call.timer = loop.schedule(() -> ring(call), at - call.elapsed());
  }

  private void ring(Call call) {
    call.timer = null;
    if (call.done) {
      return;
    }
    var now = System.nanoTime();
    if (now - call.scope.deadline() >= 0) {
      sessions.explain(call);
      if (call.history().isEmpty()) {
        members.troubles().forEach(call::note);
      }
      finish(call, Verdict.timedOut(call));
    } else if (now - call.started >= call.retryAt) {
      attempt(call);
    } else if (!call.live.isEmpty()) {
      var last = call.live.get(call.live.size() - 1);
      if (now - last.expires >= 0) {
        silent(call, last, now);
      }
    }
    arm(call);
  }

  /**
   * The attempt is unanswered for longer than usual. It stays alive, its answer would still do; but
   * another node is asked too.
   */
  private void silent(Call call, Attempt attempt, long now) {
    var node = attempt.link.node();
    var quiet = attempt.link.received() - attempt.began < 0;
    call.note(
        "%s: no answer for %d ms"
            .formatted(node, TimeUnit.NANOSECONDS.toMillis(now - attempt.began)));
    if (quiet) {
      members.suspect(node);
    }
    attempt.expires = now + (attempt.expires - attempt.began);
    call.hedges++;
    var other = router.pick(call);
    var link = other == null || other == node ? null : other.link;
    if (link != null && (quiet || retries.mayHedge(now))) {
      send(call, link);
    }
  }

  // ---- what links tell

  @Override
  public void onUp(Link link) {
    members.up(link);
    wakeAll();
  }

  @Override
  public void onTopology(Link link, Topology topology) {
    if (members.update(link, topology)) {
      wakeAll();
    }
  }

  @Override
  public void onReply(Attempt attempt, Reply reply) {
    var call = attempt.call;
    var node = attempt.link.node();
    var took = System.nanoTime() - attempt.sent();
    node.roundTrip.sample(took);
    if (!call.isWrite()) {
      node.reads.sample(took);
    }
    members.answered(node);
    call.live.remove(attempt);
    if (call.done) {
      return;
    }
    if (reply.hasError()) {
      failed(call, attempt, reply.getError(), false);
    } else if (reply.hasWrite() && reply.getWrite().getResult().hasRejected()) {
      var write = reply.getWrite();
      var rejected = write.getResult().getRejected();
      failed(call, attempt, Failures.error(rejected, write.getNode()), true);
    } else if (call.isWrite() ? reply.hasWrite() : reply.hasRead()) {
      complete(call, new Answer(reply, attempt.link, call.operationId()));
    } else {
      failed(call, attempt, NO_ANSWER, false);
    }
  }

  @Override
  public void onDown(Link link, String why, List<Attempt> pending) {
    members.down(link.node(), why);
    for (var attempt : pending) {
      var call = attempt.call;
      call.live.remove(attempt);
      if (call.done) {
        continue;
      }
      call.uncertain |= call.isWrite() && attempt.isSent();
      call.note(link.node() + ": " + why);
      if (closed || !call.live.isEmpty()) {
        arm(call);
      } else if (call.losses++ == 0) {
        attempt(call);
      } else {
        retryLater(call);
      }
    }
  }

  // ---- errors

  private void failed(Call call, Attempt attempt, Error error, boolean replicated) {
    call.note(attempt.link.node() + ": " + Failures.text(error));
    call.lastError = error;
    call.uncertain |= call.isWrite() && Failures.outcome(error) == Outcome.UNKNOWN;
    if (!error.getLeader().isEmpty()) {
      members.hint(error.getLeader());
    }
    if (!RetryPolicy.isRetried(call, error.getCode())) {
      finish(call, Verdict.refused(call, error, replicated));
    } else if (error.getCode() == ErrorCode.OVERLOADED) {
      overloaded(call, error);
    } else if (isRedirect(call, attempt, error)) {
      call.redirects++;
      attempt(call);
    } else {
      retryLater(call);
    }
  }

  private boolean isRedirect(Call call, Attempt attempt, Error error) {
    var leader = members.leader();
    return error.getCode() == ErrorCode.NOT_LEADER
        && leader != null
        && leader.isUp()
        && leader != attempt.link.node()
        && call.redirects < MOST_REDIRECTS;
  }

  private void overloaded(Call call, Error error) {
    var asked = TimeUnit.MILLISECONDS.toNanos(error.getRetryAfterMs());
    if (call.elapsed() + asked >= call.deadline()) {
      finish(call, Verdict.refused(call, error, false));
      return;
    }
    call.lastNode = null;
    park(call, retries.delayAfterOverload(call, asked), false);
  }

  private void retryLater(Call call) {
    park(call, retries.delay(call, System.nanoTime()), true);
  }

  /** No session could be opened for it: it tries again later, or ends when that is no use. */
  void sessionRefused(Call call, QuorateException why) {
    if (call.done) {
      return;
    }
    if (why.retryable()) {
      retryLater(call);
    } else {
      finish(call, Verdict.withoutSession(call, why));
    }
  }

  // ---- the end

  private void complete(Call call, Answer answer) {
    if (end(call)) {
      sessions.ended(call, false);
      call.answer.complete(answer);
    }
  }

  private void finish(Call call, Verdict verdict) {
    if (end(call)) {
      sessions.ended(call, verdict.isUnknown());
      call.answer.completeExceptionally(verdict.exception());
    }
  }

  private boolean end(Call call) {
    if (call.done) {
      return false;
    }
    call.done = true;
    open.remove(call);
    waiting.remove(call);
    if (call.timer != null) {
      call.timer.cancel(false);
    }
    call.live.forEach(attempt -> attempt.link.forget(attempt));
    call.live.clear();
    return true;
  }

  /** Ends all calls and links. */
  void close() {
    closed = true;
    for (var call : List.copyOf(open)) {
      finish(call, Verdict.closed(call));
    }
    members.close();
    drain();
  }

  boolean isClosed() {
    return closed;
  }
}
