package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.workflows.model.Version;
import java.time.Duration;
import java.util.List;

/**
 * What the jobs of a node in a container need to know.
 *
 * @param container its name
 * @param image the new image
 * @param archive file on the node that holds the image; empty to pull it
 * @param to the release in the image
 * @param port of the host that leads to SQL
 * @param stopLimit how long stopping may take; Docker kills after it
 * @param startLimit how long starting may take
 * @param store where the data is on the host; empty if that does not matter
 * @param copy the directory that shall be the copy of the stopped data; empty for none
 * @param from the release that the container comes from; empty if that does not matter
 */
public record ContainerChange(
    String container,
    String image,
    String archive,
    Version to,
    int port,
    Duration stopLimit,
    Duration startLimit,
    String store,
    String copy,
    String from) {

  /** Without a copy of the data. */
  public ContainerChange(
      String container,
      String image,
      String archive,
      Version to,
      int port,
      Duration stopLimit,
      Duration startLimit) {
    this(container, image, archive, to, port, stopLimit, startLimit, "", "", "");
  }

  List<String> arguments() {
    return List.of(
        container,
        image,
        archive,
        to.text(),
        Integer.toString(port),
        Long.toString(stopLimit.toSeconds()),
        Long.toString(startLimit.toSeconds()),
        store,
        copy,
        from);
  }
}
