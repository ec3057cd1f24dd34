package dev.lockkeeper.activities.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.activities.fluss.FlussNodesActivities;
import dev.lockkeeper.activities.openmldb.OpenMldbNodesActivities;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.OpenSshNode;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshConnections;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.workflows.fluss.FlussNodes;
import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.model.HostFacts;
import dev.lockkeeper.workflows.model.HostFacts.Leftover;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.openmldb.OpenMldbNodes;
import dev.lockkeeper.workflows.openmldb.OpenMldbRole;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The preflight's look at nodes behind real SSH servers costs one round trip for each. */
@Timeout(60)
class OneRoundTripTest {
  private static final Release RELEASE =
      new Release("0.9.1-incubating", null, "/srv/f.tgz", "a".repeat(64));

  @TempDir static Path homes = Path.of("unset");

  @RegisterExtension
  static final OpenSshNode FIRST = new OpenSshNode().withHome(() -> homes.resolve("first"));

  @RegisterExtension
  static final OpenSshNode SECOND = new OpenSshNode().withHome(() -> homes.resolve("second"));

  private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
  private final Attendant attendant = new Attendant();
  private final Map<Integer, Integer> commands = new ConcurrentHashMap<>();
  private SshConnections connections = OpenSshNode.connections();

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(homes.resolve("first"));
    Files.createDirectories(homes.resolve("second/.lockkeeper/fences"));
    Files.writeString(homes.resolve("second/.lockkeeper/fences/billing"), "{}");
    connections.close();
    connections = OpenSshNode.connections(FIRST, SECOND);
    Nodes counting = target -> counted(connections.to(target));
    environment.registerActivitiesImplementations(
        new FlussNodesActivities(counting, attendant),
        new OpenMldbNodesActivities(counting, attendant));
  }

  @AfterEach
  void stop() {
    connections.close();
    attendant.close();
    environment.close();
  }

  @Test
  void theHostIsSeenInTheOneCommandThatInspectsTheServer() {
    FlussNodes fluss = environment.newActivityStub(FlussNodes.class);
    dev.lockkeeper.workflows.fluss.ReleaseFacts facts =
        new dev.lockkeeper.workflows.fluss.ReleaseFacts("fluss-0.9.1-incubating", 0, 0);

    HostFacts first = fluss.inspect(target(FIRST), FlussRole.TABLET_SERVER, RELEASE, facts).host();
    HostFacts second =
        fluss.inspect(target(SECOND), FlussRole.TABLET_SERVER, RELEASE, facts).host();

    assertThat(commands).isEqualTo(Map.of(FIRST.port(), 1, SECOND.port(), 1));
    assertSound(first);
    assertSound(second);
    assertThat(second)
        .extracting(HostFacts::leftovers)
        .isEqualTo(List.of(new Leftover(Leftover.Kind.FENCE, "billing", null)));
  }

  @Test
  void anotherProductLooksInItsOwnCommandToo() {
    OpenMldbNodes openmldb = environment.newActivityStub(OpenMldbNodes.class);

    HostFacts host =
        openmldb
            .inspect(
                target(FIRST),
                OpenMldbRole.TABLET,
                RELEASE,
                new dev.lockkeeper.workflows.openmldb.ReleaseFacts("openmldb-0.9.2-linux", 0, 0))
            .host();

    assertThat(commands).isEqualTo(Map.of(FIRST.port(), 1));
    assertSound(host);
  }

  private static void assertSound(@Nullable HostFacts host) {
    assertThat(host).isNotNull();
    assertThat(host.unread()).isEmpty();
    assertThat(host.missing()).isEmpty();
    assertThat(host.clock()).isNotNull();
    assertThat(Math.abs(host.clock().offsetMillis()))
        .isLessThanOrEqualTo(host.clock().uncertaintyMillis() + 1);
  }

  private static Target target(OpenSshNode node) {
    return new Target(
        new Node("tablet-1", "127.0.0.1", node.port(), "tablet-server", homes.toString()),
        node.credentials());
  }

  /** The same connection; what runs over it is counted by port. */
  private SshConnection counted(SshConnection connection) {
    return (SshConnection)
        Proxy.newProxyInstance(
            SshConnection.class.getClassLoader(),
            new Class<?>[] {SshConnection.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("target")) {
                commands.merge(connection.target().port(), 1, Integer::sum);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
