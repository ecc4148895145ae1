package io.quorate.chaos.workload;

import io.quorate.client.Consistency;
import io.quorate.client.Kv;
import io.quorate.client.QuorateException;
import io.quorate.client.Token;
import io.quorate.history.Operation;
import io.quorate.history.Recorder;
import io.quorate.history.check.Checker;
import io.quorate.history.check.SessionGuarantees;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Users who go from node to node, each call through another one, and carry a token along: they see
 * what they wrote, and never go back behind what they saw.
 */
public final class Sessions implements Workload {
  private static final int KEYS = 2;

  /** With a node that is down, which every third call goes to. */
  private static final Duration PATIENCE = Duration.ofMillis(700);

  @Override
  public String name() {
    return "sessions";
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new SessionGuarantees());
  }

  @Override
  public Worker worker(Stage stage, int number) {
    var nodes =
        stage.nodes().stream().map(node -> stage.client(node).kv().withTimeout(PATIENCE)).toList();
    return new User(stage, nodes, number);
  }

  private static final class User implements Worker {
    private final Stage stage;
    private final List<Kv> nodes;
    private final Recorder recorder;
    private final SplittableRandom random;
    private final int number;
    private @Nullable Token token;
    private int written;

    User(Stage stage, List<Kv> nodes, int number) {
      this.stage = stage;
      this.nodes = nodes;
      this.number = number;
      this.recorder = stage.recorder("user-" + number);
      this.random = stage.random(number);
    }

    @Override
    public void step() {
      var kv = nodes.get(random.nextInt(nodes.size()));
      var key = stage.key(Integer.toString(random.nextInt(KEYS)));
      if (random.nextInt(100) < 40) {
        write(kv, key);
      } else {
        read(kv, key);
      }
    }

    private void write(Kv kv, String key) {
      var value = number + "-" + written++;
      var write = recorder.invoke(Operation.WRITE, key, value);
      try {
        var put = kv.put(key, value);
        write.ok(Recording.written(put));
        saw(put.write().token());
      } catch (QuorateException e) {
        Recording.failed(write, e);
        throw e;
      }
    }

    private void read(Kv kv, String key) {
      // A level that nothing but the token makes stronger than "whatever the node has".
      var session = kv.withConsistency(Consistency.SESSION);
      var asking = token == null ? session : session.withToken(token);
      var read = recorder.invoke(Operation.READ, key, null);
      try {
        var found = asking.get(key);
        read.ok(
            found.valueString().orElse(null),
            Recording.read(found.kv(), found.evidence(), "session"));
        saw(found.evidence().token());
      } catch (QuorateException e) {
        read.fail();
        throw e;
      }
    }

    private void saw(Token other) {
      token = token == null ? other : token.max(other);
    }
  }
}
