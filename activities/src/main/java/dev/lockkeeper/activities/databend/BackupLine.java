package dev.lockkeeper.activities.databend;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.databend.Backup;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The line in which the job of a backup says what it has written. */
final class BackupLine {
  private BackupLine() {}

  static Backup read(String node, JobResult result) throws StepFailed {
    for (String line : result.output().lines().toList()) {
      String[] fields = line.split("\t", -1);
      if (fields[0].equals("backup") && fields.length == 4) {
        String first = new String(Base64.getDecoder().decode(fields[3]), StandardCharsets.UTF_8);
        try {
          return new Backup(node, fields[1], Long.parseLong(fields[2]), ExportHeader.parse(first));
        } catch (Unreadable e) {
          throw new StepFailed(
              FailureReason.INVALID,
              fields[1] + " on " + node + " is no backup: " + e.getMessage());
        }
      }
    }
    throw new StepFailed(
        FailureReason.INVALID,
        "the job did not say what it has written; whole output: " + result.log());
  }
}
