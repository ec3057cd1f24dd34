package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.lookalike.LookalikeCluster;
import dev.lockkeeper.lab.lookalike.LookalikeNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** By a script that does what has to be done and no more. */
final class BashWay implements UpgradeWay {
  private final LookalikeCluster cluster;
  private final Path directory;

  /**
   * @param directory with {@code upgrade.sh} and {@code ssh_config}
   */
  BashWay(LookalikeCluster cluster, Path directory) {
    this.cluster = cluster;
    this.directory = directory;
  }

  @Override
  public String name() {
    return "bash";
  }

  @Override
  public void upgrade() throws IOException, InterruptedException {
    LookalikeNode first = cluster.nodes().get(0);
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "upgrade.sh",
                "ssh_config",
                cluster.target().archive().toString(),
                cluster.target().sha256(),
                cluster.target().version(),
                first.link(),
                first.data(),
                Integer.toString(first.port()),
                Long.toString(OverheadBench.STABLE.toMillis())));
    cluster.nodes().forEach(node -> command.add(node.host().address()));
    Path log = directory.resolve("bash.log");
    int status =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (status != 0) {
      throw new LabException(
          "upgrade.sh failed with exit status " + status + ":\n" + Files.readString(log));
    }
  }
}
