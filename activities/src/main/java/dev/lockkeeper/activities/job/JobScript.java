package dev.lockkeeper.activities.job;

import dev.lockkeeper.activities.ssh.Quoting;
import dev.lockkeeper.activities.step.ScriptResource;
import java.util.List;

/**
 * The text of a job. Arguments are set as {@code $1}, {@code $2} … at its top, each quoted as one
 * word; {@code mark NAME} notes that a point was reached.
 *
 * @param body POSIX shell
 */
public record JobScript(String body, List<String> arguments) {
  private static final String PRELUDE = ScriptResource.read(JobScript.class, "prelude.sh");

  /** The whole script as it lies on the node. */
  String text() {
    return PRELUDE + "set -- " + Quoting.commandLine(arguments) + "\n" + body;
  }
}
