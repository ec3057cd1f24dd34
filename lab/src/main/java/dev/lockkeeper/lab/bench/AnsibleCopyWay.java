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

  private final Path file;
  private final Playbook playbook;

  /**
   * @param directory with {@code copy.yml} and {@code inventory}
   */
  AnsibleCopyWay(Ansible ansible, Path file, Path directory, Path sockets) {
    this.file = file;
    this.playbook = new Playbook(ansible, directory, sockets, "copy.yml");
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
    playbook.play(Map.of("wanted", wanted, "file", file.toString(), "place", PLACE));
  }
}
