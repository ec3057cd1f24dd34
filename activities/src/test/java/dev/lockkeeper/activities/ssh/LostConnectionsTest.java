package dev.lockkeeper.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class LostConnectionsTest {
  @RegisterExtension final OpenSshServer server = new OpenSshServer();

  private SshConnections pool;

  @BeforeEach
  void connect() {
    pool = server.pool();
  }

  @AfterEach
  void disconnect() {
    pool.close();
  }

  @Test
  void aServerKilledMidCommandIsUnreachableAndTheNextUseConnectsAnew() throws Exception {
    SshConnection node = pool.to(server.target("key"));

    assertThatThrownBy(
            () -> node.follow(Command.sh("echo begun; exec sleep 300"), line -> server.kill()))
        .isInstanceOfSatisfying(
            Unreachable.class,
            lost -> {
              assertThat(lost.retryable()).isTrue();
              assertThat(lost).hasMessageContaining("unknown").hasMessageContaining("127.0.0.1:");
            });
    assertThatThrownBy(() -> node.run(Command.sh("true")))
        .isInstanceOf(Unreachable.class)
        .hasMessageContaining("onnection refused");

    server.startAgain();
    assertThat(node.run(Command.sh("echo back")).output()).isEqualTo("back\n");
  }

  @Test
  void aConnectionDroppedWhileNobodyUsedItIsReplacedUnnoticed() throws Exception {
    SshConnection node = pool.to(server.target("key"));
    for (int round = 0; round < 5; round++) {
      assertThat(node.run(Command.sh("echo up")).output()).isEqualTo("up\n");
      server.dropConnections();
    }
  }

  @Test
  void aPeerThatGoesSilentMidCommandIsNoticed() throws Exception {
    try (FreezableProxy proxy = new FreezableProxy(server.port());
        SshConnections through = throughProxy(proxy)) {
      SshConnection node = through.to(new SshTarget("127.0.0.1", proxy.port(), "proxy"));

      assertThatThrownBy(
              () -> node.follow(Command.sh("echo begun; exec sleep 30"), line -> proxy.freeze()))
          .isInstanceOf(Unreachable.class);
    }
  }

  @Test
  void aPeerThatGoesSilentMidUploadIsNoticed() throws Exception {
    Path local = Files.write(server.file("big"), new byte[64 * 1024 * 1024]);
    try (FreezableProxy proxy = new FreezableProxy(server.port());
        SshConnections through = throughProxy(proxy)) {
      SshConnection node = through.to(new SshTarget("127.0.0.1", proxy.port(), "proxy"));

      assertThatThrownBy(
              () ->
                  node.upload(
                      local,
                      server.file("arrived").toString(),
                      (done, total) -> {
                        if (done > 0) {
                          proxy.freeze();
                        }
                      }))
          .isInstanceOf(Unreachable.class);
    }
  }

  @Test
  void aPeerThatNeverSpeaksIsGivenUp() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        SshConnections quick =
            new SshConnections(
                new CredentialProfiles(List.of(server.profile("key"))),
                new SshSettings(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    2,
                    Duration.ofMinutes(1),
                    8))) {
      assertThatThrownBy(
              () ->
                  quick
                      .to(new SshTarget("127.0.0.1", mute.getLocalPort(), "key"))
                      .run(Command.sh("true")))
          .isInstanceOf(Unreachable.class)
          .hasMessageContaining("no answer in time");
    }
  }

  @Test
  void aHostThatDoesNotResolveIsNamed() {
    assertThatThrownBy(
            () -> pool.to(new SshTarget("no-such.invalid", 22, "key")).run(Command.sh("true")))
        .isInstanceOf(Unreachable.class)
        .hasMessageContaining("no-such.invalid:22")
        .hasMessageContaining("resolved");
  }

  @Test
  void anIdleConnectionIsClosedAndMadeAgainWhenNeeded() throws Exception {
    try (SshConnections shortLived =
        new SshConnections(
            new CredentialProfiles(List.of(server.profile("key"))),
            new SshSettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                2,
                Duration.ofMillis(200),
                8))) {
      SshConnection node = shortLived.to(server.target("key"));
      assertThat(node.run(Command.sh("echo 1")).output()).isEqualTo("1\n");

      while (server.connections() > 0) {
        TimeUnit.MILLISECONDS.sleep(20);
      }

      assertThat(node.run(Command.sh("echo 2; sleep 1; echo 3")).output()).isEqualTo("2\n3\n");
    }
  }

  @Test
  void closingThePoolLeavesNoConnectionAndNoThread() throws Exception {
    SshConnection node = pool.to(server.target("key"));
    node.run(Command.sh("true"));
    assertThat(server.connections()).isEqualTo(1);

    pool.close();

    while (server.connections() > 0 || sshThreadsOfThisServer() > 0) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThatThrownBy(() -> node.run(Command.sh("true")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  private long sshThreadsOfThisServer() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("sshj"))
        .filter(thread -> thread.getName().contains(Integer.toString(server.port())))
        .count();
  }

  private SshConnections throughProxy(FreezableProxy proxy) {
    return OpenSshServer.pool(
        server.profile(
            "proxy",
            new Authentication.KeyFile(server.file("user"), null),
            server.knownHosts("[127.0.0.1]:" + proxy.port() + " " + server.hostKey())));
  }
}
