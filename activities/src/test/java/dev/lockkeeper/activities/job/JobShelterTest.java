package dev.lockkeeper.activities.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.step.LocalShell;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.Shell;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs on hosts whose logind kills what users leave behind; logind and systemd-run stand in. */
@Timeout(60)
class JobShelterTest {
  private static final JobName NAME = new JobName("orders", "run", "restart", "tablet-1", 1);
  private static final String RUNS = "echo \"$*\" > \"$HOME/sheltered\"\n";

  private final Jobs jobs = new Jobs(new Patient(Duration.ofSeconds(5)));
  private final List<LocalShell> nodes = new ArrayList<>();

  @TempDir private Path directory = Path.of("unset");

  @AfterEach
  void stop() {
    nodes.forEach(LocalShell::close);
  }

  @ParameterizedTest
  @CsvSource({
    "KillUserProcesses=yes KillExcludeUsers=root,         ann,  --user --scope --quiet",
    "KillUserProcesses=yes KillExcludeUsers=bo,           ann,  --user --scope --quiet",
    "KillUserProcesses=no KillOnlyUsers=bo_ann,           ann,  --user --scope --quiet",
    "KillUserProcesses=yes KillExcludeUsers=bo,           root, --scope --quiet",
    "KillUserProcesses=no KillExcludeUsers=root,          ann,",
    "KillUserProcesses=yes KillExcludeUsers=root_ann,     ann,",
    "KillUserProcesses=yes KillOnlyUsers=bo,              ann,",
    "KillUserProcesses=yes,                               root,",
  })
  void aJobIsShelteredWhereItWouldBeKilled(String settings, String user, @Nullable String with)
      throws Exception {
    for (Shell shell : Shell.values()) {
      LocalShell node = host(shell, settings, user);

      JobResult result = jobs.run(node, NAME, new JobScript("exit 3\n", List.of()), Pulse.SILENT);

      assertThat(result.exit()).isEqualTo(3);
      String runner = "sh " + node.home() + "/.lockkeeper/jobs/orders/run/tablet-1.restart.1";
      if (with == null) {
        assertThat(node.file("sheltered")).isNull();
      } else {
        assertThat(node.file("sheltered")).startsWith(with + " " + runner + "/runner ");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aUserWhoDoesNotLingerIsMadeTo(Shell shell) throws Exception {
    LocalShell node =
        host(shell, "KillUserProcesses=yes", "ann")
            .standIn(
                "loginctl",
                "case $1 in\n"
                    + "  show-session) echo KillUserProcesses=yes ;;\n"
                    + "  show-user) echo Linger=no ;;\n"
                    + "  enable-linger) echo lingers > \"$HOME/linger\" ;;\n"
                    + "esac");

    assertThat(jobs.run(node, NAME, new JobScript("exit 3\n", List.of()), Pulse.SILENT).exit())
        .isEqualTo(3);
    assertThat(node.file("linger")).isEqualTo("lingers\n");
    assertThat(node.file("sheltered")).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsStartedWithoutAShelter(Shell shell) {
    LocalShell mayNotLinger =
        host(shell, "KillUserProcesses=yes", "ann")
            .standIn(
                "loginctl",
                "case $1 in\n"
                    + "  show-session) echo KillUserProcesses=yes ;;\n"
                    + "  show-user) echo Linger=no ;;\n"
                    + "  *) echo Access denied >&2; exit 1 ;;\n"
                    + "esac");
    assertRefused(
        mayNotLinger, "ann may not linger: Access denied; run loginctl enable-linger ann as root");

    LocalShell noBus =
        host(shell, "KillUserProcesses=yes", "ann")
            .standIn("systemd-run", "echo Failed to connect to bus >&2; exit 1");
    assertRefused(
        noBus,
        "its process did not start by systemd-run --user --scope --quiet: Failed to connect to bus");
  }

  private void assertRefused(LocalShell node, String why) {
    assertThatThrownBy(
            () ->
                jobs.run(
                    node, NAME, new JobScript("touch \"$HOME/ran\"\n", List.of()), Pulse.SILENT))
        .isInstanceOfSatisfying(
            StepFailed.class, no -> assertThat(no.reason()).isEqualTo(FailureReason.FAILED_COMMAND))
        .hasMessageContaining(why)
        .hasMessageContaining("nothing was started");
    assertThat(node.file("ran")).isNull();
  }

  /**
   * @param settings of logind; an underscore is a space within a value
   */
  private LocalShell host(Shell shell, String settings, String user) {
    LocalShell node = new LocalShell(directory.resolve("host-" + nodes.size()), shell);
    nodes.add(node);
    String lines = settings.replace(' ', '\n').replace('_', ' ');
    return node.standIn(
            "loginctl",
            "case $1 in\n  show-session) echo '"
                + lines
                + "' ;;\n  show-user) echo Linger=yes ;;\n  *) exit 9 ;;\nesac")
        .standIn("id", "case $1 in -un) echo " + user + " ;; *) echo " + uid(user) + " ;; esac")
        .standIn(
            "systemd-run",
            RUNS + "while case $1 in -*) ;; *) false ;; esac; do shift; done\nexec \"$@\"");
  }

  private static int uid(String user) {
    return user.equals("root") ? 0 : 1000;
  }
}
