package dev.lockkeeper.lab.fluss;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LocalCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Gets jars by running Maven, so that the user's own settings, mirrors and local repository count.
 */
final class MavenJars {

  private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private MavenJars() {}

  /**
   * Copies the jars, without what they depend on, into a directory.
   *
   * @param coordinates each as {@code group:artifact:version}
   */
  static void copy(List<String> coordinates, Path directory) throws IOException {
    copy(
        coordinates,
        directory,
        "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>");
  }

  /** Copies the jars and what they need at run time into a directory. */
  static void copyWithDependencies(List<String> coordinates, Path directory) throws IOException {
    copy(coordinates, directory, "");
  }

  private static void copy(List<String> coordinates, Path directory, String rest)
      throws IOException {
    StringBuilder dependencies = new StringBuilder();
    for (String coordinate : coordinates) {
      String[] parts = coordinate.split(":");
      dependencies.append(
          "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>%s</dependency>\n"
              .formatted(parts[0], parts[1], parts[2], rest));
    }
    Path project = Files.createTempDirectory("lockkeeper-lab-maven");
    Path pom = project.resolve("pom.xml");
    try {
      Files.writeString(
          pom,
          """
          <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>dev.lockkeeper.lab</groupId><artifactId>jars</artifactId><version>1</version>
          <packaging>pom</packaging>
          <dependencies>
          %s</dependencies>
          </project>
          """
              .formatted(dependencies));
      run(pom, directory, coordinates);
    } finally {
      Files.deleteIfExists(pom);
      Files.delete(project);
    }
  }

  private static void run(Path pom, Path directory, List<String> coordinates) {
    Path maven =
        LocalCommand.find("mvn")
            .orElseThrow(
                () ->
                    new LabException(
                        "The lab gets Fluss from Maven Central and did not find Maven (mvn) on the"
                            + " search path. Install the package maven."));
    List<String> command =
        new ArrayList<>(
            List.of(
                maven.toString(), "-q", "-B", "-f", pom.toString(), PLUGIN + ":copy-dependencies"));
    command.add("-DoutputDirectory=" + directory);
    command.add("-DincludeScope=runtime");
    var result = LocalCommand.run(LIMIT, command);
    if (!result.succeeded()) {
      throw new LabException(
          "Maven could not get %s:%n%s"
              .formatted(
                  String.join(", ", coordinates), (result.output() + result.error()).strip()));
    }
  }
}
