package io.quorate.bench.zookeeper;

import io.quorate.cli.bench.load.Failure;
import io.quorate.cli.bench.load.Target;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * A session under load.
 *
 * @param synced whether a get is preceded by a sync, which lets the server catch up with the leader
 */
record ZooKeeperTarget(ZooKeeper session, boolean synced) implements Target {
  @Override
  public CompletableFuture<?> put(byte[] key, byte[] value) {
    var path = path(key);
    var answer = new CompletableFuture<Object>();
    session.setData(
        path,
        value,
        -1,
        (code, _, _, _) -> {
          if (code == Code.NONODE.intValue()) create(path, value, answer);
          else complete(answer, code, path);
        },
        null);
    return answer;
  }

  /** The first put of a key. */
  private void create(String path, byte[] value, CompletableFuture<Object> answer) {
    session.create(
        path,
        value,
        Ids.OPEN_ACL_UNSAFE,
        CreateMode.PERSISTENT,
        (code, _, _, _) -> complete(answer, code, path),
        null);
  }

  @Override
  public CompletableFuture<?> get(byte[] key) {
    var path = path(key);
    var answer = new CompletableFuture<Object>();
    // Both are sent at once: a session is served in order.
    if (synced) {
      session.sync(
          path,
          (code, _, _) -> {
            if (code != Code.OK.intValue()) complete(answer, code, path);
          },
          null);
    }
    session.getData(path, false, (code, _, _, data, _) -> complete(answer, code, data), null);
    return answer;
  }

  private static void complete(
      CompletableFuture<Object> answer, int code, @Nullable Object result) {
    if (code == Code.OK.intValue() && result != null) {
      answer.complete(result);
    } else {
      answer.completeExceptionally(KeeperException.create(Code.get(code)));
    }
  }

  private static String path(byte[] key) {
    return "/" + new String(key, StandardCharsets.UTF_8);
  }

  @Override
  public Failure failure(Throwable cause) {
    return cause instanceof KeeperException known
        ? new Failure(known.code().name(), true)
        : Target.super.failure(cause);
  }
}
