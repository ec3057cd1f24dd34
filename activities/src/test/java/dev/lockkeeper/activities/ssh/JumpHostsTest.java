package dev.lockkeeper.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class JumpHostsTest {
  @RegisterExtension final OpenSshServer bastion = new OpenSshServer();
  @RegisterExtension final OpenSshServer inner = new OpenSshServer();
  @RegisterExtension final OpenSshServer node = new OpenSshServer();

  @Test
  void aNodeIsReachedThroughTwoServersOneAfterTheOther() throws Exception {
    try (SshConnections pool = pool(List.of(jump(bastion, "b"), jump(inner, "i")))) {
      assertThat(pool.to(node.target("n")).run(Command.sh("echo \"$SSH_CONNECTION\"")).output())
          .contains(Integer.toString(node.port()));
      assertThat(bastion.connections()).isEqualTo(1);
      assertThat(inner.connections()).isEqualTo(1);
      assertThat(node.connections()).isEqualTo(1);
    }
  }

  @Test
  void nodesBehindOneJumpHostShareItsConnectionAndOutliveEachOther() throws Exception {
    try (OpenSshServer second = new OpenSshServer().start();
        SshConnections pool =
            OpenSshServer.pool(
                bastion.profile("b"),
                through("n", node, List.of(jump(bastion, "b"))),
                through("s", second, List.of(jump(bastion, "b"))))) {
      SshConnection first = pool.to(node.target("n"));
      SshConnection other = pool.to(second.target("s"));
      first.run(Command.sh("true"));
      other.run(Command.sh("true"));
      assertThat(bastion.connections()).isEqualTo(1);

      // Cutting a connection in the middle of a flood of output must not harm its neighbour.
      AtomicBoolean cut = new AtomicBoolean();
      assertThatThrownBy(
              () ->
                  first.follow(
                      Command.sh("yes"),
                      line -> {
                        if (cut.compareAndSet(false, true)) {
                          node.dropConnections();
                        }
                      }))
          .isInstanceOf(Unreachable.class);
      assertThatThrownBy(() -> first.run(Command.sh("yes").within(Duration.ofMillis(300))))
          .isInstanceOf(CommandTimedOut.class);

      assertThat(other.run(Command.sh("echo there")).output()).isEqualTo("there\n");
      assertThat(first.run(Command.sh("echo back")).output()).isEqualTo("back\n");
      assertThat(bastion.connections()).isEqualTo(1);
    }
  }

  @Test
  void aJumpHostInUseIsNotIdleAndIsClosedAfterTheLastNode() throws Exception {
    SshSettings shortLived =
        new SshSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            2,
            Duration.ofMillis(300),
            8);
    try (SshConnections pool =
        new SshConnections(
            new CredentialProfiles(
                List.of(bastion.profile("b"), through("n", node, List.of(jump(bastion, "b"))))),
            shortLived)) {
      assertThat(pool.to(node.target("n")).run(Command.sh("sleep 2; echo done")).output())
          .isEqualTo("done\n");

      while (node.connections() > 0 || bastion.connections() > 0) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  @Test
  void aLostJumpHostIsUnreachableAndComesBack() throws Exception {
    try (SshConnections pool = pool(List.of(jump(bastion, "b"), jump(inner, "i")))) {
      SshConnection far = pool.to(node.target("n"));
      assertThatThrownBy(
              () -> far.follow(Command.sh("echo on; exec sleep 300"), line -> bastion.kill()))
          .isInstanceOf(Unreachable.class);

      bastion.startAgain();

      assertThat(far.run(Command.sh("echo back")).output()).isEqualTo("back\n");
    }
  }

  @Test
  void theFailureSaysWhichServerOnTheWayItWas() throws Exception {
    try (SshConnections pool = pool(List.of(jump(bastion, "b"), jump(inner, "i")))) {
      inner.kill();
      assertThatThrownBy(() -> pool.to(node.target("n")).run(Command.sh("true")))
          .isInstanceOf(Unreachable.class)
          .hasMessageContaining("127.0.0.1:" + inner.port())
          .hasMessageContaining("through 127.0.0.1:" + bastion.port())
          .hasMessageNotContaining("127.0.0.1:" + node.port());
    }
  }

  @Test
  void theHostKeyOfEachServerOnTheWayIsChecked() throws Exception {
    CredentialProfile careless =
        bastion.profile(
            "b",
            new Authentication.KeyFile(bastion.file("user"), null),
            bastion.knownHosts("# empty"));
    try (SshConnections pool =
        OpenSshServer.pool(careless, through("n", node, List.of(jump(bastion, "b"))))) {
      assertThatThrownBy(() -> pool.to(node.target("n")).run(Command.sh("true")))
          .isInstanceOf(HostKeyRejected.class)
          .hasMessageContaining("[127.0.0.1]:" + bastion.port());
    }
  }

  private SshConnections pool(List<JumpHost> way) {
    return OpenSshServer.pool(bastion.profile("b"), inner.profile("i"), through("n", node, way));
  }

  private static JumpHost jump(OpenSshServer server, String credentials) {
    return new JumpHost("127.0.0.1", server.port(), credentials);
  }

  private static CredentialProfile through(String name, OpenSshServer to, List<JumpHost> way) {
    Path key = to.file("user");
    return new CredentialProfile(
        name,
        System.getProperty("user.name"),
        to.knownHosts(),
        new Authentication.KeyFile(key, null),
        way);
  }
}
