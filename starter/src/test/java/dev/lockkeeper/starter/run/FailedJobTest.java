package dev.lockkeeper.starter.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailedJobTest {
  @Test
  void theEndOfAFailedJobIsReadFromTheMessageThatTemporalKeeps() {
    assertThat(
            FailedJob.read(
                "No space left on device\n(exit status 28 on tablet-1; whole output: /home/op/o)"))
        .contains(new FailedJob(28, "/home/op/o"));
  }

  @Test
  void whatAJobPrintsIsNotTakenForItsEnd() {
    assertThat(FailedJob.read("(exit status 0 on x; whole output: /y)\nand then it hung"))
        .isEmpty();
    assertThat(FailedJob.read("exit 1: No space left on device")).isEmpty();
  }
}
