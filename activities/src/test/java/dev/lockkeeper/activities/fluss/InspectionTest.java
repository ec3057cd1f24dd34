package dev.lockkeeper.activities.fluss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.fluss.NodeInspection;
import dev.lockkeeper.workflows.fluss.ReleaseFacts;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Release;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of a probe's answer. */
class InspectionTest {
  private static final String SUM = "a".repeat(64);
  private static final Node NODE =
      new Node("tablet-1", "10.0.0.11", 22, "tablet-server", "/opt/fluss");
  private static final String HEALTHY =
      """
      user\tfluss
      home\t/opt/fluss-0.7.0
      parent\t/opt
      writable\tyes
      free\t1000000
      freeHome\t1000000
      sameDisk\tyes
      installed\tfluss-server-0.7.0
      process\t41\tfluss\t/opt/fluss-0.7.0\tfluss-server-0.7.0\t/opt/fluss-0.7.0/conf\topenjdk version "17.0.15" 2025-04-15\t/tmp/fluss-fluss-tablet-server.pid
      pids.41\t41\s
      yaml.41\tYAML
      end\tyes
      """
          .replace(
              "YAML",
              Base64.getEncoder()
                  .encodeToString("tablet-server.id: 3\n".getBytes(StandardCharsets.UTF_8)));

  @Test
  void aHealthyNodeHasNoProblems() throws Exception {
    NodeInspection inspection = judge(HEALTHY);

    assertThat(inspection.problems()).isEmpty();
    assertThat(inspection.notes()).isEmpty();
    assertThat(inspection.home()).isEqualTo("/opt/fluss-0.7.0");
    assertThat(inspection.newHome()).isEqualTo("/opt/fluss-0.9.1-incubating");
    assertThat(Objects.requireNonNull(inspection.server()).serverId()).isEqualTo(3);
    assertThat(inspection.server().version()).isEqualTo("0.7.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "home\\t/opt/fluss-0.7.0\\n | home\\t\\n | there is no directory /opt/fluss; correct the node's home",
        "writable\\tyes\\n | `` | the user fluss may not write to /opt,",
        "free\\t1000000 | free\\t1000 | no disk space: /opt has 0 MiB free, the release needs",
        "free\\t1000000 | free\\t | the free space of /opt could not be read",
        "sameDisk\\tyes\\n | freeHome\\t1\\n | no disk space: the login directory has 0 MiB free",
        "end\\tyes | missing\\tsetsid\\nmissing\\tawk\\nend\\tyes | the node lacks setsid, awk; install it",
        "end\\tyes | noScript\\t/opt/fluss-0.7.0/bin/tablet-server.sh\\nend\\tyes | is not a Fluss release with a tablet-server",
        "end\\tyes | staged\\tforeign\\nend\\tyes | /opt/fluss-0.9.1-incubating is there already",
        "end\\tyes | fixedLink\\t/opt/fluss\\nend\\tyes | may not write to the directory of the link /opt/fluss",
        "\\tfluss\\t/opt | \\troot\\t/opt | the server runs as user root, but the login is fluss",
        "\"17.0.15\" | \"1.8.0_402\" | runs on Java 8, but 0.9.1-incubating needs Java 11",
        "openjdk version \"17.0.15\" 2025-04-15 | `` | the version of the server's Java could not be read",
        "yaml.41 | yaml.42 | configuration /opt/fluss-0.7.0/conf/server.yaml cannot be read",
        "dGFibGV0LXNlcnZlci5pZDogMwo= | YTogMQo= | tablet-server.id is missing",
      })
  void whatStandsInTheWayIsAProblem(String good, String bad, String problem) throws Exception {
    assertThat(HEALTHY).contains(tabs(good));
    assertThat(judge(HEALTHY.replace(tabs(good), tabs(bad))).problems())
        .singleElement()
        .asString()
        .contains(problem);
  }

  @Test
  void noServerIsAProblemAndOneElsewhereIsNamed() throws Exception {
    assertThat(judge(HEALTHY.replaceAll("(?m)^process.*\n", "")).problems())
        .singleElement()
        .asString()
        .contains("no tablet-server runs from /opt/fluss-0.7.0; start it");
    assertThat(
            judge(HEALTHY.replace("\t/opt/fluss-0.7.0\tfluss-server", "\t/srv/fluss\tfluss-server"))
                .problems())
        .singleElement()
        .asString()
        .contains("but process 41 from /srv/fluss; correct the node's home");
  }

  @Test
  void twoServersOfOneHomeAreAProblem() throws Exception {
    String line =
        HEALTHY.lines().filter(text -> text.startsWith("process")).findFirst().orElseThrow();
    assertThat(judge(line.replace("\t41\t", "\t42\t") + "\n" + HEALTHY).problems())
        .singleElement()
        .asString()
        .contains("2 processes of tablet-server run from /opt/fluss-0.7.0: 42, 41");
  }

  @Test
  void aServerOfAnotherInstallationIsOnlyNoted() throws Exception {
    String line =
        HEALTHY.lines().filter(text -> text.startsWith("process")).findFirst().orElseThrow();
    NodeInspection inspection =
        judge(line.replace("\t41\t", "\t42\t").replace("/opt/", "/srv/") + "\n" + HEALTHY);
    assertThat(inspection.problems()).isEmpty();
    assertThat(inspection.notes()).singleElement().asString().contains("42 from /srv/fluss-0.7.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "41 40  | names 41, 40 instead of the server 41; the vendor's stop script would stop something else",
        "99 | names 99 instead",
        "x | names x instead",
      })
  void aPidFileThatMisleadsIsNoted(String pids, String note) throws Exception {
    NodeInspection inspection = judge(HEALTHY.replace("pids.41\t41 ", "pids.41\t" + pids));
    assertThat(inspection.problems()).isEmpty();
    assertThat(inspection.notes()).singleElement().asString().contains(note);
  }

  @Test
  void aMissingPidFileIsNoted() throws Exception {
    assertThat(judge(HEALTHY.replaceAll("(?m)^pids.*\n", "")).notes())
        .singleElement()
        .asString()
        .contains("names no process")
        .contains("do nothing and report success");
  }

  @Test
  void aNodeThatRunsTheTargetNeedsNoSpace() throws Exception {
    String upgraded =
        HEALTHY
            .replace(
                "\t/opt/fluss-0.7.0\tfluss-server-0.7.0",
                "\t/opt/fluss-0.9.1-incubating\tfluss-server-0.9.1-incubating")
            .replace("free\t1000000", "free\t0");
    NodeInspection inspection = judge(upgraded);
    assertThat(inspection.problems()).isEmpty();
    assertThat(Objects.requireNonNull(inspection.server()).version()).isEqualTo("0.9.1-incubating");
  }

  @Test
  void aReleaseThatIsUnpackedNeedsNoSpaceForItsFiles() throws Exception {
    String staged =
        HEALTHY
            .replace("end\tyes", "staged\t" + SUM + "\nend\tyes")
            .replace("free\t1000000", "free\t90000");
    assertThat(judge(staged).problems()).isEmpty();
  }

  @Test
  void anAnswerThatStopsHalfWayIsNoAnswer() {
    assertThatThrownBy(() -> judge(HEALTHY.replace("end\tyes\n", "")))
        .isInstanceOfSatisfying(
            StepFailed.class, no -> assertThat(no.reason()).isEqualTo(FailureReason.INVALID))
        .hasMessageContaining("the probe of tablet-1 gave no complete answer");
  }

  private static NodeInspection judge(String output) throws StepFailed {
    NodeProbe probe =
        NodeProbe.parse(NODE, new CommandResult(0, null, output, "", false, Duration.ZERO));
    return Inspection.judge(
        NODE,
        FlussRole.TABLET_SERVER,
        new Release("0.9.1-incubating", "/srv/fluss.tgz", null, SUM),
        new ReleaseFacts("fluss-0.9.1-incubating", 80L << 20, 100L << 20),
        probe);
  }

  private static String tabs(String text) {
    return text.replace("\\t", "\t").replace("\\n", "\n");
  }
}
