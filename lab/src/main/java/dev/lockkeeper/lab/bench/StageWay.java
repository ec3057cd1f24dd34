package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.host.LabHost;
import java.io.IOException;
import java.util.List;

/** One way to bring a file to hosts. */
interface StageWay extends AutoCloseable {
  /** What it is called in results. */
  String name();

  /** Where the file lies on a host, from its login directory. */
  String place();

  /** Brings the file to all of them, as far as possible at the same time. */
  void send(List<LabHost> hosts) throws IOException, InterruptedException;

  @Override
  default void close() {}
}
