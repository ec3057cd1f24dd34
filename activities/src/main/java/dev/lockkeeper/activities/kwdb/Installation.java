package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.kwdb.Topology;
import dev.lockkeeper.workflows.model.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the deploy script wrote down about a node when it was installed: {@code MODE}, {@code NODE}
 * and {@code .version} below {@code /etc/kaiwudb/info}.
 *
 * @param kind whether the programs are packages or an image
 * @param place directory of the programs, or the image at the time of the installation: an upgrade
 *     does not correct it (3.1.0)
 * @param dataRoot where the data lies
 * @param port for SQL and the other nodes
 * @param httpPort of the console
 * @param user who runs it
 * @param security {@code insecure}, {@code tls} or {@code tlcp}
 * @param address the node's own
 * @param peers addresses of the other nodes
 * @param version of the installed release, empty if it was not written down
 * @param extension second line of {@code .version}, such as {@code hotfix1}; usually empty
 */
public record Installation(
    Kind kind,
    Topology topology,
    String place,
    String dataRoot,
    int port,
    int httpPort,
    String user,
    String security,
    String address,
    List<String> peers,
    Optional<Version> version,
    String extension) {
  private static final String WHAT = "/etc/kaiwudb/info/MODE";
  private static final int FEWEST_LINES = 9;

  /** How the programs are installed. */
  public enum Kind {
    BARE,
    CONTAINER
  }

  public Installation {
    peers = List.copyOf(peers);
  }

  /** Whether connections are encrypted and need certificates. */
  public boolean secure() {
    return !security.equals("insecure");
  }

  /**
   * Reads the three files.
   *
   * @param mode text of MODE, one value a line
   * @param node text of NODE, empty on a standalone node
   * @param version text of .version, empty if there is none
   * @throws StepFailed INVALID when a line is missing or has a word that is not known
   */
  public static Installation read(String mode, String node, String version) throws StepFailed {
    List<String> lines = mode.lines().map(String::strip).toList();
    if (lines.size() < FEWEST_LINES) {
      throw Unreadable.answer(WHAT, "it has " + lines.size() + " lines", mode);
    }
    List<String> filled = lines.stream().filter(line -> !line.isEmpty()).toList();
    List<String> release = version.lines().map(String::strip).toList();
    String security = lines.get(7);
    if (!Set.of("insecure", "tls", "tlcp").contains(security)) {
      throw Unreadable.answer(WHAT, "line 8 is neither insecure, tls nor tlcp", mode);
    }
    return new Installation(
        kind(lines.get(0), mode),
        topology(lines.get(1), mode),
        lines.get(2),
        lines.get(3),
        port(lines.get(4), mode),
        port(lines.get(5), mode),
        lines.get(6),
        security,
        filled.get(filled.size() - 1),
        node.lines()
            .findFirst()
            .map(line -> Arrays.stream(line.strip().split("\\s+")).filter(s -> !s.isEmpty()))
            .map(Stream::toList)
            .orElse(List.of()),
        release.stream()
            .findFirst()
            .map(line -> line.startsWith("V") ? line.substring(1) : line)
            .filter(Version::isValid)
            .map(Version::of),
        release.size() > 1 ? release.get(1) : "");
  }

  private static Kind kind(String word, String text) throws StepFailed {
    return switch (word) {
      case "bare" -> Kind.BARE;
      case "container" -> Kind.CONTAINER;
      default -> throw Unreadable.answer(WHAT, "line 1 is neither bare nor container", text);
    };
  }

  private static Topology topology(String word, String text) throws StepFailed {
    for (Topology topology : Topology.values()) {
      if (topology.word().equals(word)) {
        return topology;
      }
    }
    throw Unreadable.answer(WHAT, "line 2 is no topology: " + word, text);
  }

  private static int port(String word, String text) throws StepFailed {
    if (!word.matches("[0-9]{1,5}") || Integer.parseInt(word) > 65_535) {
      throw Unreadable.answer(WHAT, "\"" + word + "\" is no port", text);
    }
    return Integer.parseInt(word);
  }
}
