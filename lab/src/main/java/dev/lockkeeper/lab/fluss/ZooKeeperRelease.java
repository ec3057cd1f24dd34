package dev.lockkeeper.lab.fluss;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * ZooKeeper as its jars from Maven Central.
 *
 * @param libraries the directory of the jars
 */
public record ZooKeeperRelease(Path libraries) {

  private static final String VERSION = "3.9.4";

  /** Gets it, or finds it in the user's cache. */
  public static ZooKeeperRelease assemble() {
    Path directory =
        ReleaseCache.ofUser()
            .entry(
                "zookeeper-" + VERSION,
                place -> {
                  // zookeeper's own pom leaves the last two to whoever runs a server.
                  MavenJars.copyWithDependencies(
                      List.of(
                          "org.apache.zookeeper:zookeeper:" + VERSION,
                          "io.dropwizard.metrics:metrics-core:4.1.12.1",
                          "org.xerial.snappy:snappy-java:1.1.10.5"),
                      place);
                  Files.setPosixFilePermissions(
                      place, PosixFilePermissions.fromString("rwxr-xr-x"));
                });
    return new ZooKeeperRelease(directory);
  }
}
