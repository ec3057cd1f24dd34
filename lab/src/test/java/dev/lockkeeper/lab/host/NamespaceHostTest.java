package dev.lockkeeper.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.lockkeeper.lab.host.NamespaceNetwork#isPossible")
class NamespaceHostTest {

  private static LabNetwork network;
  private static LabHost alpha;
  private static LabHost beta;

  @BeforeAll
  static void open() {
    network = LabNetwork.open(List.of("alpha", "beta"));
    alpha = network.host("alpha");
    beta = network.host("beta");
  }

  @AfterAll
  static void close() throws IOException {
    String machine = alpha.address().replaceAll("\\d+$", "1");
    network.close();
    assertThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
        .noneMatch(address -> address.getHostAddress().equals(machine));
  }

  @Test
  void namespacesAreChosenWhereTheyArePossible() {
    assertThat(network.kind()).isEqualTo(HostKind.NAMESPACES);
  }

  @Test
  void aHostHasItsOwnNameAndFileTreeAndJava() {
    String said =
        alpha
            .run(
                "sh",
                "-c",
                "hostname; ls -A /opt /srv /tmp | grep -c .; $JAVA_HOME/bin/java -version 2>&1")
            .orThrow()
            .output();

    assertThat(said)
        .startsWith("alpha\n")
        .contains("version \"" + System.getProperty("java.version"));
    alpha.run("touch", "/opt/mark").orThrow();
    assertThat(beta.run("test", "-e", "/opt/mark").succeeded()).isFalse();
    assertThat(Path.of("/opt/mark")).doesNotExist();
  }

  @Test
  void hostsReachEachOtherByName() {
    assertThat(alpha.run("bash", "-c", "read banner </dev/tcp/beta/22; echo $banner").output())
        .startsWith("SSH-2.0-");
  }

  @Test
  void everyBootHasItsOwnBootId() {
    String before = beta.bootId();
    String other = alpha.bootId();

    beta.reboot();

    assertThat(before).hasSize(36).isNotEqualTo(other);
    assertThat(beta.bootId()).hasSize(36).isNotEqualTo(before);
    assertThat(OpenSsh.login(beta, "cat /proc/sys/kernel/random/boot_id").output().strip())
        .isEqualTo(beta.bootId());
  }

  @Test
  void aHostThatRebootsWhileCutOffStaysCutOff() {
    beta.cut();
    try {
      beta.reboot();
      assertThat(OpenSsh.login(beta, "echo in").output()).isEmpty();
    } finally {
      beta.mend();
    }
    assertThat(OpenSsh.login(beta, "echo in").output()).isEqualTo("in\n");
  }

  @Test
  void aHostWhoseSshIsCutInOneDirectionIsThereForEverybodyElse() {
    for (LabHost.Direction direction : LabHost.Direction.values()) {
      beta.cutSsh(direction);
      try {
        assertThat(OpenSsh.login(beta, "echo in").output()).isEmpty();
        assertThat(alpha.run("bash", "-c", "exec 3<>/dev/tcp/beta/9").error())
            .as("what is said by a host that is there")
            .contains("Connection refused");
      } finally {
        beta.mend();
      }
      assertThat(OpenSsh.login(beta, "echo in").output()).isEqualTo("in\n");
    }
  }

  @Test
  void whatAFrozenSshServerIsAskedIsAnsweredAfterwards() throws Exception {
    beta.freezeSsh();
    CompletableFuture<String> asked =
        CompletableFuture.supplyAsync(
            () ->
                alpha
                    .run("bash", "-c", "exec 3<>/dev/tcp/beta/22; read -r banner <&3; echo $banner")
                    .output());
    assertThat(
            alpha
                .run("bash", "-c", "exec 3<>/dev/tcp/beta/22; read -t 1 -r banner <&3")
                .exitStatus())
        .as("bash's status when a read has timed out")
        .isGreaterThan(128);

    beta.mend();

    assertThat(asked.get(20, TimeUnit.SECONDS)).startsWith("SSH-2.0-");
  }

  @Test
  void aFullDiskRefusesWritesAndKeepsWhatIsThere() {
    alpha.run("sh", "-c", "mkdir -p /opt/data && echo old >/opt/data/file").orThrow();

    alpha.fillDisk("/opt/data");
    CommandResult full = alpha.run("cp", "/etc/passwd", "/opt/data/other");
    String kept = alpha.run("cat", "/opt/data/file").output();
    alpha.freeDisk("/opt/data");

    assertThat(full.error()).contains("No space left on device");
    assertThat(kept).isEqualTo("old\n");
    alpha.run("cp", "/etc/passwd", "/opt/data/other").orThrow();
  }

  @Test
  void orphansAreReaped() {
    alpha.run("sh", "-c", "(sleep 0.05 & exec true) & wait").orThrow();

    long deadline = System.nanoTime() + 5_000_000_000L;
    String table;
    do {
      LockSupport.parkNanos(20_000_000);
      table = alpha.run("ps", "-eo", "stat,args").output();
    } while (table.contains("sleep 0.05") && System.nanoTime() < deadline);
    assertThat(table.lines()).noneMatch(line -> line.startsWith("Z"));
  }
}
