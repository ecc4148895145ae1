package io.quorate.testkit;

import io.quorate.client.QuorateClient;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Carries out {@link QuorateCluster}. JUnit closes the cluster with the class that it belongs to.
 */
final class QuorateExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(QuorateExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    if (context.getStore(NAMESPACE).get(TestCluster.class) != null) return;
    var wanted = context.getRequiredTestClass().getAnnotation(QuorateCluster.class);
    context.getStore(NAMESPACE).put(TestCluster.class, TestCluster.start(wanted));
  }

  /** Of the class, or of the one around it. */
  private static TestCluster find(ExtensionContext context) {
    return Objects.requireNonNull(
        context.getStore(NAMESPACE).get(TestCluster.class, TestCluster.class));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    find(context).control().heal();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (context.getExecutionException().isPresent()) {
      System.err.println(find(context).account());
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return List.of(ClusterControl.class, QuorateClient.class)
        .contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var cluster = find(context);
    return parameter.getParameter().getType() == QuorateClient.class
        ? cluster.client()
        : cluster.control();
  }
}
