package dev.lockkeeper.activities.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.OpenSshNode;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JobsOverSshTest {
  private static final JobName NAME = new JobName("orders", "run", "restart", "tablet-1", 1);

  @TempDir static Path home = Path.of("unset");

  @RegisterExtension final OpenSshNode node = new OpenSshNode().withHome(home);

  @Test
  void aLinkThatDropsTwiceWhileAJobRunsIsMadeAgainAndNothingIsMissing() throws Exception {
    List<String> said = new ArrayList<>();
    Jobs jobs = new Jobs(new Patient(Duration.ofSeconds(20)));
    JobScript script =
        new JobScript(
            "echo once >> \"$HOME/$1\"\necho before\nmark first\nwhile [ ! -e \"$HOME/one\" ]; do sleep 0.05; done\n"
                + "mark second\nwhile [ ! -e \"$HOME/two\" ]; do sleep 0.05; done\necho after\nexit 3\n",
            List.of("ran"));

    JobResult result =
        jobs.run(
            node.connection(),
            NAME,
            script,
            text -> {
              if (!said.contains(text) && (text.equals("first") || text.equals("second"))) {
                node.dropConnections();
                create(home.resolve(text.equals("first") ? "one" : "two"));
              }
              said.add(text);
            });

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.output()).isEqualTo("before\nafter\n");
    assertThat(home.resolve("ran")).hasContent("once");
    assertThat(said).anyMatch(text -> text.startsWith("unreachable for "));
  }

  @Test
  void aJobSurvivesTheEndOfTheSessionThatStartedIt() throws Exception {
    SshConnection connection = node.connection();
    Jobs impatient = new Jobs(new Patient(Duration.ZERO));
    JobName name = new JobName("orders", "run", "stop", "tablet-1", 1);
    JobScript script =
        new JobScript(
            "mark waiting\nwhile [ ! -e \"$HOME/three\" ]; do sleep 0.05; done\ntouch \"$HOME/ended\"\n",
            List.of());

    assertThatThrownBy(
            () ->
                impatient.run(
                    connection,
                    name,
                    script,
                    text -> {
                      if (text.equals("waiting")) {
                        node.dropConnections();
                      }
                    }))
        .isInstanceOfSatisfying(
            StepFailed.class,
            away -> assertThat(away.reason()).isEqualTo(FailureReason.UNREACHABLE));
    Files.createFile(home.resolve("three"));

    assertThat(impatient.run(connection, name, script, Pulse.SILENT).exit()).isZero();
    assertThat(home.resolve("ended")).exists();
  }

  @Test
  void aFollowerWhoseLinkDiedEndsByItselfAndTheJobGoesOn() throws Exception {
    SshConnection connection = node.connection();
    JobName name = new JobName("orders", "run", "check", "tablet-1", 1);
    JobScript script =
        new JobScript("mark here\nwhile [ ! -e \"$HOME/four\" ]; do sleep 0.05; done\n", List.of());
    assertThatThrownBy(
            () ->
                new Jobs(new Patient(Duration.ZERO))
                    .run(
                        connection,
                        name,
                        script,
                        text -> {
                          if (text.equals("here")) {
                            assertThat(processesWith("Follows a job to its end")).isPositive();
                            node.cutConnections();
                          }
                        }))
        .isInstanceOf(StepFailed.class);

    while (processesWith("Follows a job to its end") > 0) {
      Thread.sleep(10);
    }
    assertThat(processesWith("/orders/run/tablet-1.check.1/runner")).isEqualTo(1);
    create(home.resolve("four"));
    while (processesWith("/orders/run/tablet-1.check.1/runner") > 0) {
      Thread.sleep(10);
    }
  }

  /** Of this test's home. */
  private static long processesWith(String words) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                read(process, "environ").contains("HOME=" + home)
                    && read(process, "cmdline").contains(words))
        .count();
  }

  private static String read(ProcessHandle process, String file) {
    try {
      return Files.readString(
          Path.of("/proc/" + process.pid() + "/" + file), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  @Test
  void aJobHasNoTerminalNoInputAndASessionOfItsOwn() throws Exception {
    JobResult result =
        new Jobs(new Patient(Duration.ofSeconds(5)))
            .run(
                node.connection(),
                new JobName("orders", "run", "start", "tablet-1", 1),
                new JobScript(
                    "cat; ps -o sid= -p $$; (: > /dev/tty) 2>/dev/null || echo no terminal",
                    List.of()),
                Pulse.SILENT);

    String session = result.output().lines().findFirst().orElseThrow().strip();
    assertThat(result.output()).endsWith("no terminal\n");
    assertThat(home.resolve(".lockkeeper/jobs/orders/run/tablet-1.start.1/owner"))
        .content()
        .startsWith(session + " ");
    assertThat(node.connection().run(Command.sh("ps -o sid= -p $$")).output().strip())
        .isNotEqualTo(session);
  }

  private static void create(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
