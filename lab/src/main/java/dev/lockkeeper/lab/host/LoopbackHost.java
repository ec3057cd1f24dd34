package dev.lockkeeper.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A host that is an OpenSSH server on a loopback address with its own home; needs no rights. */
final class LoopbackHost implements LabHost {

  /** The environment variable by which the processes of a lab are known. */
  static final String LAB_VARIABLE = "LOCKKEEPER_LAB";

  private final String name;
  private final String address;
  private final int port;
  private final LabDirectory lab;
  private final SshIdentity identity;
  private final Path directory;
  private @Nullable Process server;

  LoopbackHost(String name, String address, int port, LabDirectory lab, SshIdentity identity) {
    this.name = name;
    this.address = address;
    this.port = port;
    this.lab = lab;
    this.identity = identity;
    this.directory = lab.host(name);
  }

  void prepare() throws IOException {
    for (String own : List.of("home", "tmp", "bin", "opt")) {
      Files.createDirectories(directory.resolve(own));
    }
    String entry =
        Files.readString(lab.resource("enter.sh"))
            .replace("@DIRECTORY@", directory.toString())
            .replace("@LAB@", lab.id())
            .replace("@HOST@", name)
            .replace("@JAVA_HOME@", System.getProperty("java.home"));
    Files.writeString(enter(), entry);
    Path hostKey = identity.hostKey(directory, address, port);
    Files.writeString(directory.resolve("authorized_keys"), identity.publicKey());
    Files.writeString(
        directory.resolve("sshd_config"),
        SshServerConfig.text(
                port,
                hostKey.toString(),
                directory.resolve("authorized_keys").toString(),
                System.getProperty("java.home"))
            + "ListenAddress "
            + address
            + "\n"
            // The lab lies below /tmp, which everybody may write to.
            + "StrictModes no\n"
            + "ForceCommand sh "
            + enter()
            + "\n"
            + "Subsystem sftp "
            + sftpServer()
            + "\n");
  }

  void boot() throws IOException {
    Path log = directory.resolve("host.log");
    Process started =
        Background.start(
            log,
            SshIdentity.server().toString(),
            "-D",
            "-e",
            "-f",
            directory.resolve("sshd_config").toString());
    server = started;
    lab.register(started.pid());
    Background.awaitPort(started, log, address, port);
  }

  void halt() {
    Process started = server;
    if (started != null) {
      // sshd writes its title over its environment, so its sessions are found as its children.
      started.descendants().forEach(ProcessHandle::destroyForcibly);
      started.destroyForcibly();
      started.onExit().join();
      server = null;
    }
    entries().forEach(entry -> send("KILL", entry.machinePid()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String sshUser() {
    return System.getProperty("user.name");
  }

  @Override
  public Path privateKey() {
    return identity.privateKey();
  }

  @Override
  public Path knownHosts() {
    return identity.knownHosts();
  }

  @Override
  public String home() {
    return directory.resolve("home").toString();
  }

  @Override
  public String path(String absolute) {
    return directory + absolute;
  }

  @Override
  public CommandResult run(Duration limit, List<String> command) {
    List<String> whole = new ArrayList<>(List.of("sh", enter().toString()));
    whole.addAll(command);
    return LocalCommand.run(limit, whole);
  }

  @Override
  public List<HostProcess> processes() {
    return entries().stream().map(ProcessTable.Entry::process).toList();
  }

  @Override
  public void reboot() {
    halt();
    try {
      boot();
    } catch (IOException e) {
      throw new LabException("Host " + name + " did not boot again: " + e.getMessage(), e);
    }
  }

  @Override
  public void cut() {
    signalServers("STOP");
  }

  @Override
  public void cutSsh(Direction direction) {
    throw new LabException(
        "One direction of a link can only be cut on hosts made of namespaces; run the lab as root"
            + " on Linux.");
  }

  @Override
  public void freezeSsh() {
    cut();
  }

  @Override
  public void mend() {
    signalServers("CONT");
  }

  @Override
  public void fillDisk(String target) {
    throw noRights();
  }

  @Override
  public void freeDisk(String target) {
    throw noRights();
  }

  private static LabException noRights() {
    return new LabException(
        "A full disk can only be shown on hosts made of namespaces; run the lab as root on Linux.");
  }

  private Path enter() {
    return directory.resolve("enter.sh");
  }

  private static String sftpServer() {
    return List.of(
            "/usr/lib/openssh/sftp-server",
            "/usr/libexec/openssh/sftp-server",
            "/usr/lib/ssh/sftp-server",
            "/usr/libexec/sftp-server")
        .stream()
        .filter(program -> Files.isExecutable(Path.of(program)))
        .findFirst()
        .orElseThrow(
            () ->
                new LabException(
                    "OpenSSH's sftp-server is missing. Install the package openssh-sftp-server."));
  }

  private List<ProcessTable.Entry> entries() {
    try {
      return ProcessTable.withEnvironment("LOCKKEEPER_LAB_HOST=" + lab.id() + "/" + name);
    } catch (IOException e) {
      throw new LabException("Cannot read the table of processes: " + e.getMessage(), e);
    }
  }

  /** Freezes or thaws the SSH server and its sessions, but not what they started. */
  private void signalServers(String signal) {
    Process started = server;
    if (started != null) {
      send(signal, started.pid());
      started
          .descendants()
          .filter(process -> process.info().command().orElse("").endsWith("/sshd"))
          .forEach(process -> send(signal, process.pid()));
    }
  }

  private static void send(String signal, long machinePid) {
    // A process that has ended meanwhile is what was wanted.
    LocalCommand.run("kill", "-" + signal, Long.toString(machinePid));
  }
}
