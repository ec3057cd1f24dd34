package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What OpenSSH and Ansible are told about the lab's hosts. */
final class Ssh {
  private Ssh() {}

  /**
   * Writes an {@code ssh_config} with one multiplexed connection to each host.
   *
   * @param directory gets it
   * @return the file
   */
  static Path configuration(LabNetwork network, Path directory) throws IOException {
    StringBuilder text = new StringBuilder();
    for (LabHost host : network.hosts()) {
      text.append(
          """
          Host %s
            Port %d
            User %s
            IdentityFile %s
            IdentitiesOnly yes
            UserKnownHostsFile %s
            StrictHostKeyChecking yes
            BatchMode yes
            LogLevel ERROR
            ControlMaster auto
            ControlPath %s/%%C
            ControlPersist 60
          """
              .formatted(
                  host.address(),
                  host.port(),
                  host.sshUser(),
                  host.privateKey(),
                  host.knownHosts(),
                  // A socket's path may not be long.
                  network.directory()));
    }
    return Files.writeString(directory.resolve("ssh_config"), text);
  }

  /** Writes an inventory with all hosts in one group. */
  static Path inventory(LabNetwork network, String group, Path directory) throws IOException {
    StringBuilder text = new StringBuilder("[" + group + "]\n");
    for (LabHost host : network.hosts()) {
      text.append(
          "%s ansible_host=%s ansible_port=%d ansible_user=%s ansible_ssh_private_key_file=%s%n"
              .formatted(
                  host.name(), host.address(), host.port(), host.sshUser(), host.privateKey()));
    }
    LabHost any = network.hosts().get(0);
    text.append("[%s:vars]%n".formatted(group));
    text.append("ansible_python_interpreter=/usr/bin/python3\n");
    text.append(
        "ansible_ssh_common_args=-o UserKnownHostsFile=%s -o IdentitiesOnly=yes%n"
            .formatted(any.knownHosts()));
    return Files.writeString(directory.resolve("inventory"), text);
  }

  /** Copies files of the benchmark into a directory. */
  static void lay(Path directory, List<String> files) throws IOException {
    for (String file : files) {
      try (InputStream text = Ssh.class.getResourceAsStream(file)) {
        if (text == null) {
          throw new LabException("The lab's own file " + file + " is missing from its jar.");
        }
        Files.write(directory.resolve(file), text.readAllBytes());
      }
    }
  }
}
