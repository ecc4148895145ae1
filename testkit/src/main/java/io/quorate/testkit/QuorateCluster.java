package io.quorate.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a cluster of real server processes. Parameters of type {@link ClusterControl}
 * and {@link io.quorate.client.QuorateClient} are injected into constructors, tests and lifecycle
 * methods.
 *
 * {@snippet :
 * @QuorateCluster(nodes = 3)
 * class OrdersTest {
 *   @Test
 *   void survivesTheLossOfTheLeader(QuorateClient client, ClusterControl cluster) {
 *     client.kv().put("order:1", "paid");
 *     cluster.killLeader();
 *     assertEquals("paid", client.kv().get("order:1").valueString().orElseThrow());
 *   }
 * }
 * }
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(QuorateExtension.class)
public @interface QuorateCluster {
  /** Voters, 1 to 31. */
  int nodes() default 3;

  /** Members without a vote. */
  int learners() default 0;

  /**
   * Configuration of all nodes, {@code key=value} as in {@code quorate up --set}. Machines that
   * build many things at once keep their leaders longer with {@code preset=ci}.
   */
  String[] settings() default {};

  /** How long the cluster may take to start, and to be whole again after a fault; seconds. */
  int timeoutSeconds() default 90;
}
