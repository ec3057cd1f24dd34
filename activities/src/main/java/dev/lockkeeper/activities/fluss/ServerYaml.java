package dev.lockkeeper.activities.fluss;

import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.model.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fluss's server.yaml: one {@code key: value} a line. It is treated as lines and not as YAML,
 * because comments shall survive and the servers themselves read it so (GlobalConfiguration, up to
 * 0.9): everything after {@code #} is a comment, spaces around key and value mean nothing, and a
 * line without colon and space, or without a value, is skipped.
 */
final class ServerYaml {
  private static final Pattern OPTION =
      Pattern.compile("^\\s*([^#:\\s][^#:]*?)\\s*: \\s*([^#\\s].*)$");

  /** The end of a listener. */
  private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})\\s*(?=,|$)");

  /** From 0.8 on these are read as server.io-pool.size if at all (0.9 release notes). */
  private static final List<String> DEPRECATED_IN_09 =
      List.of(
          "coordinator.io-pool.size",
          "remote.log.data-transfer-thread-num",
          "kv.snapshot.transfer-thread-num");

  private final List<String> lines;

  private ServerYaml(List<String> lines) {
    this.lines = lines;
  }

  static ServerYaml parse(String text) {
    return new ServerYaml(new ArrayList<>(text.lines().toList()));
  }

  /**
   * All options, in their order; of a key that stands twice the last one counts, as for the
   * servers.
   */
  Map<String, String> options() {
    Map<String, String> options = asWritten();
    options.replaceAll((key, written) -> value(written));
    return options;
  }

  /**
   * As {@link #options()}, with quotes and comments, so that a carried option means the same in the
   * new file.
   */
  private Map<String, String> asWritten() {
    Map<String, String> options = new LinkedHashMap<>();
    for (String line : lines) {
      Matcher matcher = OPTION.matcher(line);
      if (matcher.matches()) {
        options.put(matcher.group(1), matcher.group(2).strip());
      }
    }
    return options;
  }

  Optional<String> option(String key) {
    return Optional.ofNullable(options().get(key));
  }

  /**
   * The configuration for another release: what the vendor ships with it, with the options that run
   * now and then the new ones on top, as the vendor's page says. Options that exclude each other
   * are resolved: bind.listeners took the place of the host and port options in 0.7, and a server
   * with both does not start.
   *
   * @param shipped server.yaml of the new release
   * @param added options of the request
   */
  ServerYaml carriedInto(
      ServerYaml shipped, FlussRole role, Version target, Map<String, String> added) {
    Map<String, String> wanted = asWritten();
    wanted.putAll(added);
    if (target.compareTo(Version.of("0.7.0")) >= 0) {
      listenersFromHostAndPort(wanted, role);
    }
    Set<String> written = new HashSet<>();
    List<String> result = new ArrayList<>();
    for (String line : shipped.lines) {
      Matcher matcher = OPTION.matcher(line);
      String key = matcher.matches() ? matcher.group(1) : null;
      String value = wanted.remove(key);
      if (value != null) {
        written.add(key);
        result.add(key + ": " + value);
      } else if (!written.contains(key)) {
        result.add(line);
      }
    }
    if (!wanted.isEmpty()) {
      result.add("");
      wanted.forEach((key, value) -> result.add(key + ": " + value));
    }
    return new ServerYaml(result);
  }

  /** What the reader should know about options that the target treats in another way. */
  List<String> notes(Version target) {
    List<String> notes = new ArrayList<>();
    if (target.compareTo(Version.of("0.9.0")) >= 0) {
      for (String key : DEPRECATED_IN_09) {
        option(key)
            .ifPresent(
                value ->
                    notes.add(key + " is deprecated in " + target + "; use server.io-pool.size"));
      }
    }
    option("security.sasl.plain.jaas.config")
        .filter(
            jaas ->
                jaas.contains("com.alibaba.fluss") && target.compareTo(Version.of("0.8.0")) >= 0)
        .ifPresent(
            jaas ->
                notes.add(
                    "security.sasl.plain.jaas.config names a class of com.alibaba.fluss; from 0.8 on it is org.apache.fluss"));
    return notes;
  }

  /** The port of the first listener; 0 if it is chosen at start or not said. */
  int port(FlussRole role) {
    String listeners = options().get("bind.listeners");
    if (listeners != null) {
      Matcher matcher = Pattern.compile(":([0-9]+)\\s*(,.*)?$").matcher(listeners.split(",")[0]);
      return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
    String port = options().get(hostAndPort(role)[1]);
    return port == null || !port.matches("[0-9]+") ? 0 : Integer.parseInt(port);
  }

  @Nullable Integer tabletServerId() {
    String id = options().get("tablet-server.id");
    return id == null || !id.matches("[0-9]+") ? null : Integer.valueOf(id);
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** The fixed ports that a server of this role listens on by these options. */
  List<Integer> ports(FlussRole role) {
    Map<String, String> options = options();
    String listeners = options.get("bind.listeners");
    // The form before 0.7 has a port of its own for each role.
    String text = listeners == null ? ":" + options.get(hostAndPort(role)[1]) : listeners;
    return PORT.matcher(text)
        .results()
        .map(found -> Integer.parseInt(found.group(1)))
        // The system chooses a port in the place of 0.
        .filter(port -> port > 0)
        .toList();
  }

  private static void listenersFromHostAndPort(Map<String, String> wanted, FlussRole role) {
    for (FlussRole any : FlussRole.values()) {
      String[] keys = hostAndPort(any);
      String host = unquoted(wanted.remove(keys[0]));
      String port = unquoted(wanted.remove(keys[1]));
      if (any == role && (host != null || port != null) && !wanted.containsKey("bind.listeners")) {
        String fallback = role == FlussRole.COORDINATOR_SERVER ? "9123" : "0";
        wanted.put(
            "bind.listeners",
            "FLUSS://"
                + (host == null ? "localhost" : host)
                + ":"
                + (port == null ? fallback : port));
      }
    }
  }

  private static String[] hostAndPort(FlussRole role) {
    String prefix = role == FlussRole.COORDINATOR_SERVER ? "coordinator" : "tablet-server";
    return new String[] {prefix + ".host", prefix + ".port"};
  }

  private static @Nullable String unquoted(@Nullable String written) {
    return written == null ? null : value(written);
  }

  private static String value(String raw) {
    String value = raw.strip();
    int comment = value.indexOf('#');
    value = comment >= 0 ? value.substring(0, comment).strip() : value;
    boolean quoted =
        value.length() >= 2
            && ((value.startsWith("\"") && value.endsWith("\""))
                || (value.startsWith("'") && value.endsWith("'")));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
