package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LabHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** By {@code scp} over one multiplexed connection to each host; it checks nothing. */
final class ScpWay implements StageWay {
  private static final String PLACE = "by-scp.tgz";

  private final Path file;
  private final Path directory;

  /**
   * @param directory with {@code ssh_config}
   */
  ScpWay(Path file, Path directory) {
    this.file = file;
    this.directory = directory;
  }

  @Override
  public String name() {
    return "scp";
  }

  @Override
  public String place() {
    return PLACE;
  }

  @Override
  public void send(List<LabHost> hosts) throws IOException, InterruptedException {
    Path log = directory.resolve("scp.log");
    List<Process> copies = new ArrayList<>();
    for (LabHost host : hosts) {
      copies.add(
          new ProcessBuilder(
                  "scp",
                  "-q",
                  "-F",
                  directory.resolve("ssh_config").toString(),
                  file.toString(),
                  host.address() + ":" + PLACE)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start());
    }
    for (Process copy : copies) {
      if (copy.waitFor() != 0) {
        throw new LabException("scp failed:\n" + Files.readString(log));
      }
    }
  }
}
