package dev.lockkeeper.lab.host;

/** The sshd_config of the lab's hosts: keys only, no services of the machine. */
final class SshServerConfig {

  private SshServerConfig() {}

  /** The lines that both kinds of host have. */
  static String text(int port, String hostKey, String authorizedKeys, String javaHome) {
    return """
    Port %d
    HostKey %s
    AuthorizedKeysFile %s
    PidFile none
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    UsePAM no
    UseDNS no
    PrintMotd no
    SetEnv JAVA_HOME=%s
    """
        .formatted(port, hostKey, authorizedKeys, javaHome);
  }
}
