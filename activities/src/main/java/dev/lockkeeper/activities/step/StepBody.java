package dev.lockkeeper.activities.step;

import dev.lockkeeper.activities.ssh.SshFailure;

/** What an activity does. */
@FunctionalInterface
public interface StepBody<T> {
  T run(Pulse pulse) throws StepFailed, SshFailure, InterruptedException;
}
