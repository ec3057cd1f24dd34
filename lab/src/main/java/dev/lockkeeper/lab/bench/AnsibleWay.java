package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.lookalike.LookalikeCluster;
import dev.lockkeeper.lab.lookalike.LookalikeNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** By a playbook. */
final class AnsibleWay implements UpgradeWay {
  private final LookalikeCluster cluster;
  private final Playbook playbook;

  /**
   * @param directory with {@code upgrade.yml} and {@code inventory}
   */
  AnsibleWay(Ansible ansible, LookalikeCluster cluster, Path directory, Path sockets) {
    this.cluster = cluster;
    this.playbook = new Playbook(ansible, directory, sockets, "upgrade.yml");
  }

  @Override
  public String name() {
    return "ansible";
  }

  @Override
  public void upgrade() throws IOException, InterruptedException {
    LookalikeNode first = cluster.nodes().get(0);
    playbook.play(
        Map.of(
            "archive", cluster.target().archive().toString(),
            "version", cluster.target().version(),
            "link", first.link(),
            "data", first.data(),
            "port", Integer.toString(first.port()),
            "stable", Long.toString(OverheadBench.STABLE.toMillis()),
            "addresses",
                cluster.nodes().stream()
                    .map(node -> node.host().address())
                    .collect(Collectors.joining(" "))));
  }
}
