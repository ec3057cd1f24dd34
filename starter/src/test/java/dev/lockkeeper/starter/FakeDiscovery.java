package dev.lockkeeper.starter;

import dev.lockkeeper.workflows.discovery.ClusterDiscovery;
import dev.lockkeeper.workflows.discovery.Discovered;
import dev.lockkeeper.workflows.discovery.Discovery;
import dev.lockkeeper.workflows.discovery.FoundNode;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Finds a cluster that a test says is there. */
final class FakeDiscovery implements ClusterDiscovery {
  static final String SUM = "ab".repeat(32);

  private final AtomicReference<@Nullable Discovery> asked = new AtomicReference<>();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private final AtomicReference<String> home = new AtomicReference<>("/opt/fluss-0.7.0");

  void reset() {
    asked.set(null);
    failure.set(null);
    home.set("/opt/fluss-0.7.0");
  }

  /** What was asked last. */
  @Nullable Discovery asked() {
    return asked.get();
  }

  void failsWith(String message) {
    failure.set(message);
  }

  void findsAt(String directory) {
    home.set(directory);
  }

  @Override
  public Discovered discover(Discovery discovery) {
    asked.set(discovery);
    if (failure.get() != null) {
      throw ApplicationFailure.newNonRetryableFailure(
          failure.get(), FailureReason.UNREACHABLE.name());
    }
    return new Discovered(
        List.of(
            node("tablet-1", "10.0.0.11", 22, "tablet-server"),
            node("coordinator-1", "10.0.0.10", 2200, "coordinator-server")),
        Map.of("zookeeper", String.valueOf(discovery.zookeeper()), "zookeeperRoot", "/fluss"),
        SUM,
        Map.of("stopLimit", "as long as your servers need."),
        List.of("A server that is down is not here."));
  }

  private FoundNode node(String name, String host, int port, String role) {
    return new FoundNode(new Node(name, host, port, role, home.get()), "runs 0.7.0");
  }
}
