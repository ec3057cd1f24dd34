package dev.lockkeeper.lab.host;

import dev.lockkeeper.lab.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Hosts on the loopback addresses 127.0.0.11 and up, each with a free port for SSH. */
final class LoopbackNetwork extends LabNetwork {

  private static final int FIRST_HOST = 11;

  private final LabDirectory directory;
  private final List<LoopbackHost> hosts = new ArrayList<>();

  private LoopbackNetwork(LabDirectory directory) {
    super(directory);
    this.directory = directory;
  }

  static LoopbackNetwork start(LabDirectory directory, List<String> names) throws IOException {
    SshIdentity identity = SshIdentity.create(directory.path());
    if (System.getProperty("user.name").equals("root")) {
      // sshd refuses to run as root without it (OpenSSH 9.2: "Missing privilege separation
      // directory").
      Files.createDirectories(Path.of("/run/sshd"));
    }
    LoopbackNetwork network = new LoopbackNetwork(directory);
    try {
      for (int i = 0; i < names.size(); i++) {
        String address = "127.0.0." + (FIRST_HOST + i);
        LoopbackHost host =
            new LoopbackHost(names.get(i), address, FreePorts.oneAt(address), directory, identity);
        network.hosts.add(host);
        host.prepare();
        host.boot();
      }
      return network;
    } catch (IOException | RuntimeException e) {
      network.close();
      throw e;
    }
  }

  @Override
  public HostKind kind() {
    return HostKind.LOOPBACK;
  }

  @Override
  public List<LabHost> hosts() {
    return List.copyOf(hosts);
  }

  @Override
  public String sharedDirectory() {
    return directory.shared().toString();
  }

  @Override
  void stopHosts() {
    hosts.forEach(LoopbackHost::halt);
  }
}
