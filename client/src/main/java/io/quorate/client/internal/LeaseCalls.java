package io.quorate.client.internal;

import io.quorate.client.Lease;
import io.quorate.client.LeaseInfo;
import io.quorate.proto.v1.LeaseGet;
import io.quorate.proto.v1.LeaseGrant;
import io.quorate.proto.v1.LeaseKeepAlive;
import io.quorate.proto.v1.LeaseList;
import io.quorate.proto.v1.LeaseRevoke;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.ReadRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The operations on leases. The futures complete on the loop. */
record LeaseCalls(KvCalls kv) {
  private static final int MOST_LISTED = 1_000;

  CompletableFuture<Lease> grant(View view, long id, Duration ttl, Scope scope) {
    var grant = LeaseGrant.newBuilder().setLeaseId(id).setTtlMs(ttl.toMillis());
    return write(view, Operation.newBuilder().setLeaseGrant(grant), scope);
  }

  CompletableFuture<Lease> keepAlive(View view, long id, Scope scope) {
    var keepAlive = LeaseKeepAlive.newBuilder().setLeaseId(id);
    return write(view, Operation.newBuilder().setLeaseKeepAlive(keepAlive), scope);
  }

  private CompletableFuture<Lease> write(View view, Operation.Builder operation, Scope scope) {
    return kv.write(view, operation.build(), scope)
        .thenApply(written -> Decode.lease(written.reply().getResult().getLease()));
  }

  /** How many keys went in the first entry; the server deletes the rest by itself. */
  CompletableFuture<Long> revoke(View view, long id, Scope scope) {
    var revoke = LeaseRevoke.newBuilder().setLeaseId(id);
    return kv.write(view, Operation.newBuilder().setLeaseRevoke(revoke).build(), scope)
        .thenApply(written -> written.reply().getResult().getLease().getKeysDeleted());
  }

  CompletableFuture<List<LeaseInfo>> list(View view, Scope scope) {
    var list = ReadRequest.newBuilder().setLeaseList(LeaseList.newBuilder().setLimit(MOST_LISTED));
    return kv.read(view, list, scope)
        .thenApply(
            reply -> reply.getLeases().getLeasesList().stream().map(Decode::leaseInfo).toList());
  }

  CompletableFuture<Optional<LeaseInfo>> get(View view, long id, Scope scope) {
    var get = ReadRequest.newBuilder().setLeaseGet(LeaseGet.newBuilder().setLeaseId(id));
    return kv.read(view, get, scope)
        .thenApply(
            reply ->
                reply.getLease().getFound()
                    ? Optional.of(Decode.leaseInfo(reply.getLease()))
                    : Optional.empty());
  }
}
