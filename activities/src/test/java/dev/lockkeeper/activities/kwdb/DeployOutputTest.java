package dev.lockkeeper.activities.kwdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.activities.kwdb.DeployOutcome.Completed;
import dev.lockkeeper.activities.kwdb.DeployOutcome.Failed;
import dev.lockkeeper.activities.kwdb.DeployOutcome.NothingDone;
import dev.lockkeeper.activities.kwdb.DeployProblem.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeployOutputTest {
  private static final String PROGRESS =
      "install check            : [#####                                             ] 10%\r"
          + "version compare          : [#########################                         ] 50%\r";
  private static final String SUCCESS =
      PROGRESS
          + "upgrade complete         : [##################################################] 100%\r\n"
          + "\u001B[1;32m[UPGRADE COMPLETED]:\u001B[0mLocal node upgrade successfully.\n";

  @Test
  void theScriptsOwnSuccessIsRead() {
    assertThat(DeployOutput.read("upgrade", 0, SUCCESS))
        .isEqualTo(new Completed("Local node upgrade successfully."));
  }

  @Test
  void theDocumentedSuccessIsReadToo() {
    assertThat(
            DeployOutput.read(
                "upgrade", 0, "UPGRADE COMPLETED: KaiwuDB has been upgraded successfully! \n"))
        .isEqualTo(new Completed("KaiwuDB has been upgraded successfully!"));
  }

  @Test
  void exitStatusZeroWithoutTheWordsMeansThatNothingWasDone() {
    assertThat(DeployOutput.read("upgrade", 0, "Usage: deploy.sh upgrade -l|--local\n"))
        .isEqualTo(new NothingDone("Usage: deploy.sh upgrade -l|--local"));
    assertThat(DeployOutput.read("upgrade", 0, ""))
        .isEqualTo(new NothingDone("it printed nothing"));
  }

  @Test
  void theSuccessOfAnotherVerbIsNone() {
    assertThat(DeployOutput.read("upgrade", 0, "[STOP COMPLETED]:KaiwuDB stop successfully.\n"))
        .isInstanceOf(NothingDone.class);
  }

  @Test
  void wordsOfSuccessWithAnErrorOrABadExitStatusAreNotBelieved() {
    String error = "\u001B[31m [ERROR] 2026-01-01 10:00:00 Connection refused. \u001B[0m\n";

    assertThat(DeployOutput.read("upgrade", 0, error + SUCCESS)).isInstanceOf(Failed.class);
    assertThat(DeployOutput.read("upgrade", 1, SUCCESS)).isInstanceOf(Failed.class);
  }

  @Test
  void aWarningDoesNotSpoilASuccess() {
    assertThat(
            DeployOutput.read(
                "upgrade", 0, "\u001B[33m [WARN] 2026-01-01 10:00:00 slow \u001B[0m\n" + SUCCESS))
        .isInstanceOf(Completed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      KaiwuDB does not exist. Please install KaiwuDB first.                     | NOT_INSTALLED
      /tmp/k/packages: No such directory.                                       | NO_PACKAGES
      Package libcommon does not exist.                                         | NO_PACKAGES
      Current use container, but the package is bare.                           | WRONG_PACKAGE_KIND
      UPGRADE ERROR:The requested upgrade version is older than the current installed version.(current:3.2.0 new_version:3.1.0) | OLDER_TARGET
      UPGRADE ERROR:The upgrade conditions are not met.( --> )                  | SAME_VERSION
      UPGRADE ERROR:Official version can not upgrade to beta1.                  | UNSUPPORTED_MOVE
      WARNING:This version upgrade is not supported, use --bypass-version-check | UNSUPPORTED_MOVE
      Current local node is not support online upgrade! Please stop KaiwuDB then try again. | STILL_RUNNING
      KaiwuDB change status failed: node 2 is not eligible.                     | NODE_NOT_ELIGIBLE
      Pipe create failed: dpkg: error processing archive ./libcommon.           | PACKAGE_TOOL_FAILED
      KaiwuDB upgrade failed: dpkg: error.                                      | PACKAGE_TOOL_FAILED
      Recover KaiwuDB failed: Restart KaiwuDB failed.                           | RESTART_FAILED
      Something that nobody has seen yet.                                       | UNKNOWN
      """)
  void anErrorIsNamedAndItsOwnWordsAreKept(String words, DeployProblem problem) {
    String printed =
        PROGRESS + "\n\u001B[31m [ERROR] 2026-01-01 10:00:00 " + words + " \u001B[0m\n";

    assertThat(DeployOutput.read("upgrade", 1, printed)).isEqualTo(new Failed(problem, words));
  }

  @Test
  void thePasswordPromptIsAnErrorWithoutItsMark() {
    assertThat(DeployOutput.read("upgrade", 1, "Please input fluss's password: \n"))
        .isEqualTo(new Failed(DeployProblem.PASSWORD_WANTED, "Please input fluss's password:"));
  }

  @Test
  void whatAProblemLeavesBehindIsKnown() {
    assertThat(DeployProblem.SAME_VERSION.state()).isEqualTo(State.UNTOUCHED);
    assertThat(DeployProblem.PACKAGE_TOOL_FAILED.state()).isEqualTo(State.MAYBE_WITHOUT_PROGRAMS);
    assertThat(DeployProblem.UNKNOWN.state()).isEqualTo(State.MAYBE_WITHOUT_PROGRAMS);
  }
}
