package dev.lockkeeper.activities.job;

import dev.lockkeeper.activities.ssh.OpenSshNode;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Says how long after a job's last command its result is here, over a real OpenSSH server: median
 * of 20. Not run with the tests, but by its name: {@code mvn -pl activities -am
 * -Dtest=JobEndBenchmark -Dsurefire.failIfNoSpecifiedTests=false test}.
 */
class JobEndBenchmark {
  private static final int RUNS = 20;

  @TempDir static Path home = Path.of("unset");

  @RegisterExtension final OpenSshNode node = new OpenSshNode().withHome(home);

  @Test
  void fromTheEndOfAJobToItsResult() throws Exception {
    Jobs jobs = new Jobs(new Patient(Duration.ofSeconds(5)));
    List<Long> late = new ArrayList<>();
    for (int run = 0; run <= RUNS; run++) {
      // Ends at another moment of each look, if looks there are.
      JobScript script =
          new JobScript("sleep \"$1\"\ndate +%s%N\n", List.of("0.%03d".formatted(500 + 37 * run)));
      JobResult result =
          jobs.run(
              node.connection(),
              new JobName("orders", "run", "measure", "tablet-1", run),
              script,
              Pulse.SILENT);
      Instant now = Instant.now();
      long ended = Long.parseLong(result.output().strip());
      if (run > 0) {
        late.add(now.getEpochSecond() * 1_000_000_000L + now.getNano() - ended);
      }
    }
    Collections.sort(late);
    System.out.printf(
        "from a job's end to its result: median %.1f ms, from %.1f to %.1f ms%n",
        late.get(RUNS / 2) / 1e6, late.get(0) / 1e6, late.get(RUNS - 1) / 1e6);
  }
}
