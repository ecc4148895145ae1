package io.quorate.chaos;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterBuilder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * One cluster for all tests of a class, checked after each; after a failure the next test gets a
 * new one.
 */
final class SharedCluster
    implements BeforeAllCallback,
        TestInstancePreConstructCallback,
        AfterEachCallback,
        AfterAllCallback {
  private final ClusterBuilder builder;
  private @Nullable Cluster cluster;

  SharedCluster(ClusterBuilder builder) {
    this.builder = builder;
  }

  Cluster get() {
    return Objects.requireNonNull(cluster);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    cluster = builder.start();
  }

  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext factory, ExtensionContext context) {
    if (cluster == null) {
      cluster = builder.start();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var failure = context.getExecutionException();
    if (failure.isPresent()) {
      fail(failure.get());
      return;
    }
    try {
      get().check();
    } catch (AssertionError e) {
      fail(e);
      throw e;
    }
  }

  private void fail(Throwable failure) {
    ClusterBuilder.fail(get(), failure);
    cluster = null;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (cluster != null) {
      ClusterBuilder.discard(cluster);
    }
  }
}
