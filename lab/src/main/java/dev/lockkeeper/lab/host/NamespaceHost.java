package dev.lockkeeper.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A host made of namespaces: see {@code host.sh} for how it gets its own world. */
final class NamespaceHost implements LabHost {

  static final List<String> UNSHARE =
      List.of("unshare", "--mount", "--pid", "--uts", "--ipc", "--net", "--fork", "--kill-child");

  private static final String USER = "fluss";
  private static final int USER_ID = 10_001;
  private static final String JAVA_HOME = System.getProperty("java.home");

  private final String name;
  private final String address;
  private final LabDirectory lab;
  private final SshIdentity identity;
  private final long switchPid;
  private final String switchPort;
  private final Path directory;
  private @Nullable Process holder;
  private long firstProcess;
  private boolean cut;
  private boolean oneWay;
  private boolean frozen;

  NamespaceHost(
      String name,
      String address,
      LabDirectory lab,
      SshIdentity identity,
      long switchPid,
      String switchPort) {
    this.name = name;
    this.address = address;
    this.lab = lab;
    this.identity = identity;
    this.switchPid = switchPid;
    this.switchPort = switchPort;
    this.directory = lab.host(name);
  }

  /** Writes what the host is made from. */
  void prepare(String hostTable) throws IOException {
    Files.createDirectories(directory);
    identity.hostKey(directory, address, port());
    Files.writeString(directory.resolve("authorized_keys"), identity.publicKey());
    Files.writeString(directory.resolve("hosts"), hostTable);
    Files.createFile(directory.resolve("boot_id"));
    String etc = "/etc/lockkeeper-lab/";
    Files.writeString(
        directory.resolve("sshd_config"),
        SshServerConfig.text(port(), etc + "host_key", etc + "authorized_keys", JAVA_HOME)
            + "Subsystem sftp internal-sftp\n");
  }

  /** Starts the host and connects it; its SSH server may need a moment more. */
  synchronized void boot() throws IOException {
    // In place: the file is bound into the host.
    Files.writeString(
        directory.resolve("boot_id"), UUID.randomUUID() + "\n", StandardOpenOption.WRITE);
    Files.deleteIfExists(log());
    List<String> command = new ArrayList<>(UNSHARE);
    command.addAll(
        List.of(
            "sh",
            lab.path().resolve("host.sh").toString(),
            name,
            directory.toString(),
            Integer.toString(USER_ID),
            JAVA_HOME,
            SshIdentity.server().toString()));
    Process started = Background.start(log(), command.toArray(String[]::new));
    holder = started;
    lab.register(started.pid());
    Background.awaitLine(started, log(), "ready");
    firstProcess =
        started.children().findFirst().map(ProcessHandle::pid).orElseThrow(this::endedEarly);
    LocalCommand.run(
            "sh",
            lab.path().resolve("attach.sh").toString(),
            Long.toString(switchPid),
            Long.toString(firstProcess),
            switchPort,
            address + "/24",
            hardwareAddress())
        .orThrow();
    if (cut) {
      link("down");
    }
  }

  void awaitSsh() throws IOException {
    Process started = holder;
    if (started != null && !cut) {
      Background.awaitPort(started, log(), address, port());
    }
  }

  /** Ends everything on the host at once. */
  synchronized void halt() {
    Process started = holder;
    if (started != null) {
      // Process 1 first: its end takes all others with it before unshare sees it and ends too.
      ProcessHandle.of(firstProcess)
          .filter(process -> started.children().anyMatch(process::equals))
          .ifPresent(ProcessHandle::destroyForcibly);
      if (firstProcess == 0) {
        started.destroyForcibly();
      }
      started.onExit().join();
      holder = null;
    }
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
    return 22;
  }

  @Override
  public String sshUser() {
    return USER;
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
    return "/home/" + USER;
  }

  @Override
  public String path(String absolute) {
    return absolute;
  }

  @Override
  public CommandResult run(Duration limit, List<String> command) {
    List<String> whole =
        inside(
            "setpriv",
            "--reuid=" + USER_ID,
            "--regid=" + USER_ID,
            "--init-groups",
            "env",
            "-i",
            "HOME=" + home(),
            "USER=" + USER,
            "LOGNAME=" + USER,
            "SHELL=/bin/sh",
            "PATH=/usr/local/bin:/usr/bin:/bin",
            "JAVA_HOME=" + JAVA_HOME,
            "sh",
            "-c",
            "cd && exec \"$@\"",
            "run");
    whole.addAll(command);
    return LocalCommand.run(limit, whole);
  }

  @Override
  public List<HostProcess> processes() {
    try {
      return ProcessTable.inNamespaceOf(firstProcess).stream()
          .map(ProcessTable.Entry::process)
          .toList();
    } catch (IOException hostIsDown) {
      return List.of();
    }
  }

  @Override
  public void reboot() {
    halt();
    try {
      boot();
      awaitSsh();
    } catch (IOException e) {
      throw new LabException("Host " + name + " did not boot again: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void cut() {
    cut = true;
    link("down");
  }

  @Override
  public synchronized void cutSsh(Direction direction) {
    oneWay = true;
    // A policy of IPsec: it knows directions, and needs no firewall on the machine.
    String side = direction == Direction.TO_HOST ? "in" : "out";
    String port = direction == Direction.TO_HOST ? "dport" : "sport";
    List<String> command = inside("ip", "xfrm", "policy", "update", "dir", side);
    command.addAll(List.of("src", "0.0.0.0/0", "dst", "0.0.0.0/0", "proto", "tcp"));
    command.addAll(List.of(port, Integer.toString(port()), "action", "block"));
    LocalCommand.run(Duration.ofSeconds(10), command).orThrow();
  }

  @Override
  public synchronized void freezeSsh() {
    frozen = true;
    signalSsh("STOP");
  }

  @Override
  public synchronized void mend() {
    cut = false;
    link("up");
    if (oneWay) {
      LocalCommand.run(Duration.ofSeconds(10), inside("ip", "xfrm", "policy", "flush")).orThrow();
      oneWay = false;
    }
    if (frozen) {
      signalSsh("CONT");
      frozen = false;
    }
  }

  /** To the server and its sessions, but not to what they started. */
  private void signalSsh(String signal) {
    String script =
        "for one in /proc/[0-9]*/comm; do read -r name <\"$one\" || continue;"
            + " case $name in sshd*) one=${one#/proc/}; kill -\"$1\" \"${one%/comm}\";; esac;"
            + " done 2>/dev/null; true";
    LocalCommand.run(Duration.ofSeconds(10), inside("sh", "-c", script, "signal", signal))
        .orThrow();
  }

  @Override
  public void fillDisk(String target) {
    disk("fill", target);
  }

  @Override
  public void freeDisk(String target) {
    disk("free", target);
  }

  private Path log() {
    return directory.resolve("host.log");
  }

  /** A locally administered one, made of the four numbers of the address. */
  private String hardwareAddress() {
    String[] numbers = address.split("\\.");
    return "02:6c:%02x:%02x:%02x:%02x"
        .formatted(
            Integer.parseInt(numbers[0]),
            Integer.parseInt(numbers[1]),
            Integer.parseInt(numbers[2]),
            Integer.parseInt(numbers[3]));
  }

  private void link(String state) {
    LocalCommand.run(
            "nsenter",
            "--net=/proc/" + switchPid + "/ns/net",
            "ip",
            "link",
            "set",
            switchPort,
            state)
        .orThrow();
  }

  private void disk(String action, String target) {
    try {
      List<String> command =
          inside("sh", "-c", Files.readString(lab.path().resolve("disk.sh")), "disk");
      command.addAll(List.of(action, target));
      LocalCommand.run(Duration.ofSeconds(10), command).orThrow();
    } catch (IOException e) {
      throw new LabException("Cannot read the lab's own disk.sh: " + e.getMessage(), e);
    }
  }

  private List<String> inside(String... command) {
    List<String> whole =
        new ArrayList<>(
            List.of("nsenter", "-t", Long.toString(firstProcess), "-m", "-u", "-i", "-n", "-p"));
    whole.addAll(List.of(command));
    return whole;
  }

  private LabException endedEarly() {
    return new LabException("Host " + name + " ended while it booted; see " + log() + ".");
  }
}
