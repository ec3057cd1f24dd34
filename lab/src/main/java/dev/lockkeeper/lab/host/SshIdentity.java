package dev.lockkeeper.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The lab's user key and its record of host keys, made by OpenSSH's own tools. */
final class SshIdentity {

  private static final int SSH_PORT = 22;

  private final Path privateKey;
  private final Path knownHosts;

  private SshIdentity(Path privateKey, Path knownHosts) {
    this.privateKey = privateKey;
    this.knownHosts = knownHosts;
  }

  static SshIdentity create(Path directory) throws IOException {
    Path privateKey = keyPair(directory.resolve("user_key"));
    Path knownHosts = Files.createFile(directory.resolve("known_hosts"));
    return new SshIdentity(privateKey, knownHosts);
  }

  /** The path of OpenSSH's server, or a message that names the package. */
  static Path server() {
    return LocalCommand.find("sshd")
        .orElseThrow(
            () ->
                new LabException(
                    "The lab needs OpenSSH's server (sshd) and did not find it on this machine."
                        + " Install the package openssh-server; the service need not run."));
  }

  Path privateKey() {
    return privateKey;
  }

  Path knownHosts() {
    return knownHosts;
  }

  String publicKey() throws IOException {
    return Files.readString(Path.of(privateKey + ".pub"));
  }

  /** Makes a host's key in its directory and writes it down as known for the address. */
  Path hostKey(Path directory, String address, int port) throws IOException {
    Path key = keyPair(directory.resolve("host_key"));
    String[] words = Files.readString(Path.of(key + ".pub")).split(" ");
    String where = port == SSH_PORT ? address : "[" + address + "]:" + port;
    Files.writeString(
        knownHosts,
        where + " " + words[0] + " " + words[1].strip() + "\n",
        StandardOpenOption.APPEND);
    return key;
  }

  private static Path keyPair(Path file) {
    LocalCommand.run(
            "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "lab", "-f", file.toString())
        .orThrow();
    return file;
  }
}
