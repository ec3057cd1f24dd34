package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.host.LabHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** By Ansible's module {@code copy}, ten hosts at a time. */
final class AnsibleCopyWay implements StageWay {
  private static final String PLACE = "by-ansible.tgz";

  private final Ansible ansible;
  private final Path file;
  private final Path directory;
  private final Path sockets;

  /**
   * @param directory with {@code copy.yml} and {@code inventory}
   */
  AnsibleCopyWay(Ansible ansible, Path file, Path directory, Path sockets) {
    this.ansible = ansible;
    this.file = file;
    this.directory = directory;
    this.sockets = sockets;
  }

  @Override
  public String name() {
    return "ansible";
  }

  @Override
  public String place() {
    return PLACE;
  }

  @Override
  public void send(List<LabHost> hosts) throws IOException, InterruptedException {
    String wanted = hosts.stream().map(LabHost::name).collect(Collectors.joining(","));
    ansible.play(
        directory,
        sockets,
        "copy.yml",
        Map.of("wanted", wanted, "file", file.toString(), "place", PLACE));
  }
}
