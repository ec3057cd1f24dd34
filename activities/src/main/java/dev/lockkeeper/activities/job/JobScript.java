package dev.lockkeeper.activities.job;

import dev.lockkeeper.activities.ssh.Quoting;
import java.util.List;

/**
 * The text of a job. Arguments are set as {@code $1}, {@code $2} … at its top, each quoted as one
 * word; {@code mark NAME} notes that a point was reached. Two names mean something to whoever runs
 * it: {@code stopping}, from where the node may not serve, and {@code listening}, from where it
 * does again.
 *
 * <p>The body runs in the job's own shell, in the home directory, with umask 077, without input and
 * without a terminal. It may {@code exit} anywhere. That shell's traps belong to the job: a body
 * that needs {@code trap} or {@code exec} uses them in a subshell, else its end goes unnoticed and
 * counts as LOST.
 *
 * @param body POSIX shell
 */
public record JobScript(String body, List<String> arguments) {
  /** The whole script as it lies on the node. */
  String text() {
    return "set -- " + Quoting.commandLine(arguments) + "\n" + body;
  }
}
