package dev.lockkeeper.lab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A playbook with the hosts that it is for.
 *
 * @param directory with the playbook and {@code inventory}
 * @param sockets where its connections' sockets lie
 * @param file its name in the directory
 */
record Playbook(Ansible ansible, Path directory, Path sockets, String file) {
  /** Plays it and waits for its end, which has to be a good one. */
  void play(Map<String, String> variables) throws IOException, InterruptedException {
    ansible.play(directory, sockets, file, variables);
  }
}
