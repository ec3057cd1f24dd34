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
 */
public record ContainerChange(
    String container,
    String image,
    String archive,
    Version to,
    int port,
    Duration stopLimit,
    Duration startLimit) {

  List<String> arguments() {
    return List.of(
        container,
        image,
        archive,
        to.text(),
        Integer.toString(port),
        Long.toString(stopLimit.toSeconds()),
        Long.toString(startLimit.toSeconds()));
  }
}
