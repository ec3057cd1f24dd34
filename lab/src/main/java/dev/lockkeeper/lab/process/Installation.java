package dev.lockkeeper.lab.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where Lockkeeper lies on this machine, so that one of its programs can start another one.
 *
 * @param root the project's top directory
 * @param programs where the classes of its programs come from
 */
public record Installation(Path root, Programs programs) {
  /** The launcher says with this system property where it lies. */
  public static final String ROOT_PROPERTY = "lockkeeper.root";

  /** Where classes come from. */
  public enum Programs {
    /** Each module's jar and libraries below {@code target/}, as the launcher uses them. */
    PACKAGED,
    /** This JVM's own class path: in tests there are no jars yet. */
    THIS_CLASS_PATH
  }

  /**
   * The installation that this JVM belongs to.
   *
   * @throws IllegalStateException when it was not started by the launcher and not inside the
   *     project
   */
  public static Installation find() {
    String given = System.getProperty(ROOT_PROPERTY);
    if (given != null) {
      return new Installation(Path.of(given), Programs.PACKAGED);
    }
    return new Installation(above(Path.of("").toAbsolutePath()), Programs.THIS_CLASS_PATH);
  }

  private static Path above(Path start) {
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      if (Files.isExecutable(directory.resolve("lockkeeper"))
          && Files.isRegularFile(directory.resolve("pom.xml"))) {
        return directory;
      }
    }
    throw new IllegalStateException(
        "Lockkeeper's directory is neither given (-D%s=…) nor at or above %s. Start it with ./lockkeeper."
            .formatted(ROOT_PROPERTY, start));
  }

  /** Class path of the worker. */
  public String workerClassPath() {
    return classPath("worker");
  }

  /** Class path of the operator's commands. */
  public String starterClassPath() {
    return classPath("starter");
  }

  /** Class path of the lab's own programs. */
  public String labClassPath() {
    return classPath("lab");
  }

  /** The {@code java} program that runs this JVM. */
  public Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private String classPath(String module) {
    return switch (programs) {
      case THIS_CLASS_PATH -> withoutFlussClient(System.getProperty("java.class.path"));
      case PACKAGED -> packaged(root.resolve(module).resolve("target"), module);
    };
  }

  /** The client's jar brings classes of other libraries along, in versions that are not ours. */
  private static String withoutFlussClient(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("fluss-client"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String packaged(Path target, String module) {
    List<String> entries = new ArrayList<>();
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(target, "lockkeeper-" + module + "-*.jar")) {
      jars.forEach(jar -> entries.add(jar.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The %s is not built (%s). Run ./lockkeeper --help once.".formatted(module, target), e);
    }
    if (entries.size() != 1) {
      throw new IllegalStateException(
          "Expected one jar of the %s in %s but found %s. Remove that directory and run ./lockkeeper again."
              .formatted(module, target, entries));
    }
    entries.add(target.resolve("lib") + File.separator + "*");
    return String.join(File.pathSeparator, entries);
  }
}
