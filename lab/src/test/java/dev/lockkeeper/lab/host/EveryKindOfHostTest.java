package dev.lockkeeper.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EveryKindOfHostTest {

  private final List<LabNetwork> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(LabNetwork::close);
  }

  /** Namespaces only where this user may make them. */
  static List<HostKind> kinds() {
    return NamespaceNetwork.isPossible() ? List.of(HostKind.values()) : List.of(HostKind.LOOPBACK);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anOperatorLogsInWithTheKeyAndTheRecordedHostKey(HostKind kind) {
    LabHost host = open(kind, "alpha").host("alpha");

    CommandResult result = OpenSsh.login(host, "echo in; cd; pwd; test -x $JAVA_HOME/bin/java");

    assertThat(result.orThrow().output()).isEqualTo("in\n" + host.home() + "\n");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aLoginWithoutTheRecordedHostKeyIsRefusedByTheClient(HostKind kind, @TempDir Path empty)
      throws IOException {
    LabHost host = open(kind, "alpha").host("alpha");

    CommandResult result =
        OpenSsh.login(host, Files.createFile(empty.resolve("known_hosts")), "echo in");

    assertThat(result.output()).isEmpty();
    assertThat(result.error()).contains("Host key verification failed");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void filesArriveBySftp(HostKind kind, @TempDir Path here) throws IOException {
    LabHost host = open(kind, "alpha").host("alpha");
    Path batch = Files.writeString(here.resolve("batch"), "put " + here + "/batch arrived\n");

    LocalCommand.run(
            "sftp",
            "-F",
            "none",
            "-b",
            batch.toString(),
            "-o",
            "UserKnownHostsFile=" + host.knownHosts(),
            "-i",
            host.privateKey().toString(),
            "-P",
            Integer.toString(host.port()),
            host.sshUser() + "@" + host.address())
        .orThrow();

    assertThat(host.run("cat", host.home() + "/arrived").orThrow().output()).startsWith("put ");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aHostKeepsItsFilesAndProcessesFromTheOther(HostKind kind) {
    LabNetwork network = open(kind, "alpha", "beta");
    LabHost alpha = network.host("alpha");
    LabHost beta = network.host("beta");

    OpenSsh.login(alpha, "echo mine >file; setsid sleep 4321 >/dev/null 2>&1 &").orThrow();

    assertThat(alpha.address()).isNotEqualTo(beta.address());
    assertThat(alpha.run("cat", "file").output()).isEqualTo("mine\n");
    assertThat(beta.run("cat", "file").succeeded()).isFalse();
    assertThat(commands(alpha)).anyMatch(command -> command.contains("sleep 4321"));
    assertThat(commands(beta)).noneMatch(command -> command.contains("sleep 4321"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void allHostsSeeTheSharedDirectory(HostKind kind) {
    LabNetwork network = open(kind, "alpha", "beta");
    String file = network.sharedDirectory() + "/note";

    network.host("alpha").run("sh", "-c", "echo shared >" + file).orThrow();

    assertThat(network.host("beta").run("cat", file).output()).isEqualTo("shared\n");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRebootEndsAllProcessesAndKeepsTheFiles(HostKind kind) {
    LabHost host = open(kind, "alpha").host("alpha");
    OpenSsh.login(host, "echo kept >file; setsid sleep 4322 >/dev/null 2>&1 &").orThrow();
    assertThat(commands(host)).anyMatch(command -> command.contains("sleep 4322"));

    host.reboot();

    assertThat(commands(host)).noneMatch(command -> command.contains("sleep 4322"));
    assertThat(OpenSsh.login(host, "cat file").orThrow().output()).isEqualTo("kept\n");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aHostThatIsCutOffGivesNoAnswerUntilItIsMended(HostKind kind) {
    LabHost host = open(kind, "alpha").host("alpha");

    host.cut();
    assertThat(OpenSsh.login(host, "echo in").output()).isEmpty();

    host.mend();
    assertThat(OpenSsh.login(host, "echo in").orThrow().output()).isEqualTo("in\n");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void twoLabsRunAtOnce(HostKind kind) {
    LabHost one = open(kind, "alpha").host("alpha");
    LabHost other = open(kind, "alpha").host("alpha");

    one.run("touch", "mark").orThrow();

    assertThat(OpenSsh.login(one, "ls").orThrow().output()).contains("mark");
    assertThat(OpenSsh.login(other, "ls").orThrow().output()).doesNotContain("mark");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void nothingIsLeftOfAClosedLab(HostKind kind) throws IOException {
    LabNetwork network = open(kind, "alpha");
    OpenSsh.login(
            network.host("alpha"),
            "setsid sh -c 'sleep 600; :' " + network.directory() + " >/dev/null 2>&1 &")
        .orThrow();

    network.close();

    assertThat(network.directory()).doesNotExist();
    assertThat(LocalCommand.run("ps", "-eww", "-o", "args").output())
        .doesNotContain(network.directory().toString());
    assertThat(Files.readString(Path.of("/proc/mounts")))
        .doesNotContain(network.directory().toString());
  }

  private LabNetwork open(HostKind kind, String... names) {
    LabNetwork network = LabNetwork.open(kind, List.of(names));
    open.add(network);
    return network;
  }

  private static List<String> commands(LabHost host) {
    return host.processes().stream()
        .map(process -> String.join(" ", process.commandLine()))
        .toList();
  }
}
