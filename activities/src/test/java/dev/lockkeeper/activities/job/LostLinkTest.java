package dev.lockkeeper.activities.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.OpenSshNode;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.ssh.TransferListener;
import dev.lockkeeper.activities.ssh.Tunnel;
import dev.lockkeeper.activities.ssh.UploadResult;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Mark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LostLinkTest {
  private static final JobName NAME = new JobName("orders", "run", "restart", "tablet-1", 1);
  private static final JobScript SCRIPT = new JobScript("true", List.of());
  private static final String CLOCK = "::clock 1000000 10.00";

  @Test
  void aLinkThatDropsAfterMoreTimeThanThePatienceIsStillWaitedFor() throws Exception {
    // Each connection lasts longer than the patience, as a stop of several minutes does.
    FakeNode node =
        new FakeNode(
            List.of(
                List.of(CLOCK, "::mark stopping 11.00"),
                List.of(CLOCK, "::mark stopping 11.00", "::heard 4 one", "::whole", "|on"),
                List.of(
                    CLOCK,
                    "::mark stopping 11.00",
                    "::mark up 13.50",
                    "::whole",
                    "|one",
                    "|two",
                    "",
                    "::mark stopping 11.00",
                    "::mark up 13.50",
                    "::exit 0")),
            Duration.ofMillis(400));

    JobResult result =
        new Jobs(new Patient(Duration.ofMillis(300))).run(node, NAME, SCRIPT, Pulse.SILENT);

    assertThat(result.output()).isEqualTo("one\ntwo\n");
    assertThat(result.seconds()).isEqualTo(2.5);
    assertThat(result.marks()).extracting(Mark::name).containsExactly("stopping", "up");
    assertThat(result.marks().get(0).at().toEpochMilli()).isEqualTo(1_001_000);
  }

  @Test
  void aNodeThatIsNeverHeardOfAgainEndsThePatience() {
    FakeNode node =
        new FakeNode(
            List.of(List.of(CLOCK, "::mark stopping 11.00"), List.of(CLOCK)), Duration.ZERO);

    assertThatThrownBy(
            () ->
                new Jobs(new Patient(Duration.ofMillis(600))).run(node, NAME, SCRIPT, Pulse.SILENT))
        .isInstanceOfSatisfying(
            StepFailed.class,
            away -> {
              assertThat(away.reason()).isEqualTo(FailureReason.UNREACHABLE);
              assertThat(away.marks()).extracting(Mark::name).containsExactly("stopping");
            })
        .hasMessage("the link dropped");
    assertThat(node.follows).isGreaterThan(1);
  }

  /** Says what it was given, then loses the link; the last of its scripts is said to the end. */
  private static final class FakeNode implements SshConnection {
    private final List<List<String>> scripts;
    private final Duration lasts;
    private int follows;

    FakeNode(List<List<String>> scripts, Duration lasts) {
      this.scripts = scripts;
      this.lasts = lasts;
    }

    @Override
    public CommandResult run(Command command) {
      return new CommandResult(0, null, "", "", false, Duration.ZERO);
    }

    @Override
    public CommandResult follow(Command command, Consumer<String> onLine)
        throws SshFailure, InterruptedException {
      int turn = follows++;
      if (turn < scripts.size()) {
        Thread.sleep(lasts.toMillis());
        scripts.get(turn).forEach(onLine);
        if (scripts.get(turn).contains("::exit 0")) {
          return run(command);
        }
      }
      throw OpenSshNode.unreachable("the link dropped");
    }

    @Override
    public SshTarget target() {
      return new SshTarget("fake", 22, "none");
    }

    @Override
    public UploadResult upload(Path local, String remotePath, TransferListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(String text, String remotePath, int mode) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tunnel tunnel(String remoteHost, int remotePort) {
      throw new UnsupportedOperationException();
    }
  }
}
