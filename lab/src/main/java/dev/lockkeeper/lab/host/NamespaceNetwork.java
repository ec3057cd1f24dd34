package dev.lockkeeper.lab.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Hosts made of Linux namespaces, plugged into a switch that is a namespace too. */
final class NamespaceNetwork extends LabNetwork {

  private static final int SUBNETS = 256;
  private static final int TAKEN = 3;

  private final LabDirectory directory;
  private final Process switchProcess;
  private final List<NamespaceHost> hosts = new ArrayList<>();
  private String machineInterface = "";

  private NamespaceNetwork(LabDirectory directory, Process switchProcess) {
    super(directory);
    this.directory = directory;
    this.switchProcess = switchProcess;
  }

  /** Whether this user may make such hosts on this machine; tries it. */
  static boolean isPossible() {
    if (!System.getProperty("os.name").equals("Linux") || LocalCommand.find("unshare").isEmpty()) {
      return false;
    }
    try {
      Path probe = Files.createTempFile("lockkeeper-lab", ".sh");
      try (InputStream text =
          Objects.requireNonNull(NamespaceNetwork.class.getResourceAsStream("probe.sh"))) {
        Files.write(probe, text.readAllBytes());
        List<String> command = new ArrayList<>(NamespaceHost.UNSHARE);
        command.addAll(List.of("sh", probe.toString()));
        return LocalCommand.run(Duration.ofSeconds(10), command).succeeded();
      } finally {
        Files.deleteIfExists(probe);
      }
    } catch (IOException e) {
      throw new LabException("Cannot write a temporary file: " + e.getMessage(), e);
    }
  }

  static NamespaceNetwork start(LabDirectory directory, List<String> names) throws IOException {
    SshIdentity identity = SshIdentity.create(directory.path());
    for (String script : List.of("switch.sh", "uplink.sh", "host.sh", "attach.sh", "disk.sh")) {
      directory.resource(script);
    }
    Path log = directory.path().resolve("switch.log");
    Process switchProcess =
        Background.start(
            log, "unshare", "--net", "sh", directory.path().resolve("switch.sh").toString());
    directory.register(switchProcess.pid());
    NamespaceNetwork network = new NamespaceNetwork(directory, switchProcess);
    try {
      Background.awaitLine(switchProcess, log, "ready");
      Subnet subnet = network.connect();
      network.boot(identity, subnet, names);
      return network;
    } catch (IOException | RuntimeException e) {
      network.close();
      throw e;
    }
  }

  @Override
  public HostKind kind() {
    return HostKind.NAMESPACES;
  }

  @Override
  public List<LabHost> hosts() {
    return List.copyOf(hosts);
  }

  @Override
  public String sharedDirectory() {
    return "/mnt/shared";
  }

  @Override
  void stopHosts() {
    hosts.forEach(NamespaceHost::halt);
    if (!machineInterface.isEmpty()) {
      // It would go with the switch, but some time later.
      LocalCommand.run("ip", "link", "delete", machineInterface).orThrow();
    }
    switchProcess.destroyForcibly();
    switchProcess.onExit().join();
  }

  /** Takes the first free subnet; the name of the machine's interface is what two labs race for. */
  private Subnet connect() throws IOException {
    Subnet subnet = Subnet.preferred();
    for (int tries = 0; tries < SUBNETS; tries++, subnet = subnet.next()) {
      if (subnet.isTaken()) {
        continue;
      }
      String interfaceName = "lockkeeper" + subnet.third();
      CommandResult result =
          LocalCommand.run(
              "sh",
              directory.path().resolve("uplink.sh").toString(),
              Long.toString(switchProcess.pid()),
              interfaceName,
              subnet.machine() + "/24");
      if (result.exitStatus() != TAKEN) {
        result.orThrow();
        machineInterface = interfaceName;
        return subnet;
      }
    }
    throw new LabException(
        "No free private network in %s.0.0/16; set LOCKKEEPER_LAB_SUBNET to another one."
            .formatted(subnet.prefix()));
  }

  private void boot(SshIdentity identity, Subnet subnet, List<String> names) throws IOException {
    StringBuilder table = new StringBuilder("127.0.0.1 localhost\n");
    for (int i = 0; i < names.size(); i++) {
      table.append(subnet.host(i)).append(' ').append(names.get(i)).append('\n');
    }
    for (int i = 0; i < names.size(); i++) {
      hosts.add(
          new NamespaceHost(
              names.get(i), subnet.host(i), directory, identity, switchProcess.pid(), "host" + i));
    }
    for (NamespaceHost host : hosts) {
      host.prepare(table.toString());
      host.boot();
    }
    for (NamespaceHost host : hosts) {
      host.awaitSsh();
    }
  }
}
