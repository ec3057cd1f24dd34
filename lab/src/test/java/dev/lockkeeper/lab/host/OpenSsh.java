package dev.lockkeeper.lab.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The OpenSSH client, as strict about host keys as it can be. */
final class OpenSsh {

  private OpenSsh() {}

  static CommandResult login(LabHost host, String command) {
    return login(host, host.knownHosts(), command);
  }

  static CommandResult login(LabHost host, Path knownHosts, String command) {
    List<String> whole = new ArrayList<>(List.of("ssh", "-F", "none", "-T"));
    for (String option :
        List.of(
            "BatchMode=yes",
            "StrictHostKeyChecking=yes",
            "IdentitiesOnly=yes",
            "ConnectTimeout=2",
            "UserKnownHostsFile=" + knownHosts,
            "GlobalKnownHostsFile=/dev/null")) {
      whole.addAll(List.of("-o", option));
    }
    whole.addAll(
        List.of(
            "-i",
            host.privateKey().toString(),
            "-p",
            Integer.toString(host.port()),
            host.sshUser() + "@" + host.address(),
            command));
    return LocalCommand.run(Duration.ofSeconds(20), whole);
  }
}
