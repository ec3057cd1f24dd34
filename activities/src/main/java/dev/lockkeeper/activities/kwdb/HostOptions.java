package dev.lockkeeper.activities.kwdb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options of {@code docker run} behind an inspected container. A setting that is not known here
 * and is not at Docker's default (engine 20.10 to 28) is not passed over in silence: it is listed
 * as unsupported.
 */
final class HostOptions {
  private static final long DEFAULT_SHARED_MEMORY = 67_108_864;

  /** Lists of words that become one option each. */
  private static final Map<String, String> REPEATED =
      Map.of(
          "CapAdd", "--cap-add",
          "CapDrop", "--cap-drop",
          "Dns", "--dns",
          "DnsSearch", "--dns-search",
          "ExtraHosts", "--add-host",
          "GroupAdd", "--group-add");

  /** Single values. */
  private static final Map<String, String> SINGLE =
      Map.of(
          "Memory", "--memory",
          "MemoryReservation", "--memory-reservation",
          "CpuShares", "--cpu-shares",
          "CpusetCpus", "--cpuset-cpus",
          "PidMode", "--pid",
          "UTSMode", "--uts",
          "UsernsMode", "--userns",
          "PidsLimit", "--pids-limit",
          "CgroupParent", "--cgroup-parent");

  /** Read elsewhere, or set by the engine and not by whoever made the container. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "Binds",
          "Mounts",
          "Tmpfs",
          "VolumesFrom",
          "PortBindings",
          "RestartPolicy",
          "NetworkMode",
          "LogConfig",
          "IpcMode",
          "ShmSize",
          "Runtime",
          "Privileged",
          "Init",
          "ReadonlyRootfs",
          "NanoCpus",
          "Ulimits",
          "SecurityOpt",
          "MaskedPaths",
          "ReadonlyPaths",
          "CgroupnsMode",
          "ConsoleSize",
          "MemorySwap",
          "Isolation",
          "ContainerIDFile");

  private final List<String> words = new ArrayList<>();
  private final List<String> unsupported = new ArrayList<>();

  private HostOptions() {}

  static HostOptions of(JsonNode host, JsonNode config, String id) {
    HostOptions options = new HostOptions();
    options.readHost(host);
    options.readNetwork(host);
    options.readConfig(config, id);
    options.readRest(host);
    return options;
  }

  List<String> words() {
    return List.copyOf(words);
  }

  List<String> unsupported() {
    return List.copyOf(unsupported);
  }

  private void readHost(JsonNode host) {
    flag(host, "Privileged", "--privileged");
    flag(host, "Init", "--init");
    flag(host, "ReadonlyRootfs", "--read-only");
    for (JsonNode limit : host.path("Ulimits")) {
      String soft = limit.path("Soft").asText();
      String hard = limit.path("Hard").asText();
      add(
          "--ulimit",
          limit.path("Name").asText() + "=" + soft + (soft.equals(hard) ? "" : ":" + hard));
    }
    differing(host, "IpcMode", "private", "--ipc");
    differing(host, "Runtime", "runc", "--runtime");
    if (host.path("ShmSize").asLong(DEFAULT_SHARED_MEMORY) != DEFAULT_SHARED_MEMORY) {
      add("--shm-size", host.path("ShmSize").asText());
    }
    if (host.path("NanoCpus").asLong() > 0) {
      add("--cpus", Double.toString(host.path("NanoCpus").asLong() / 1e9));
    }
    if (!host.path("Privileged").asBoolean()) {
      ContainerInspect.texts(host.path("SecurityOpt")).forEach(o -> add("--security-opt", o));
    }
    String restart = host.path("RestartPolicy").path("Name").asText();
    int retries = host.path("RestartPolicy").path("MaximumRetryCount").asInt();
    if (!restart.isEmpty() && !restart.equals("no")) {
      add("--restart", restart + (retries > 0 ? ":" + retries : ""));
    }
    String driver = host.path("LogConfig").path("Type").asText();
    if (!driver.isEmpty() && !driver.equals("json-file")) {
      add("--log-driver", driver);
    }
    host.path("LogConfig")
        .path("Config")
        .properties()
        .forEach(o -> add("--log-opt", o.getKey() + "=" + o.getValue().asText()));
    if (!host.path("VolumesFrom").isEmpty()) {
      unsupported.add("HostConfig.VolumesFrom");
    }
  }

  private void readNetwork(JsonNode host) {
    String network = host.path("NetworkMode").asText();
    if (!network.isEmpty() && !network.equals("default") && !network.equals("bridge")) {
      add("--network", network);
    }
    host.path("PortBindings")
        .properties()
        .forEach(
            port -> {
              for (JsonNode binding : port.getValue()) {
                String address = binding.path("HostIp").asText();
                String inside = port.getKey().replaceFirst("/tcp$", "");
                add(
                    "-p",
                    (address.isEmpty() ? "" : address + ":")
                        + binding.path("HostPort").asText()
                        + ":"
                        + inside);
              }
            });
  }

  private void readConfig(JsonNode config, String id) {
    String hostname = config.path("Hostname").asText();
    if (!hostname.isEmpty() && !id.startsWith(hostname)) {
      add("--hostname", hostname);
    }
    differing(config, "WorkingDir", "", "-w");
    differing(config, "User", "", "--user");
    differing(config, "StopSignal", "SIGTERM", "--stop-signal");
    if (config.path("StopTimeout").asInt(-1) >= 0) {
      add("--stop-timeout", config.path("StopTimeout").asText());
    }
    flag(config, "Tty", "--tty");
    flag(config, "OpenStdin", "--interactive");
  }

  private void readRest(JsonNode host) {
    Set<String> known = new HashSet<>(ELSEWHERE);
    known.addAll(REPEATED.keySet());
    known.addAll(SINGLE.keySet());
    host.properties()
        .forEach(
            setting -> {
              String name = setting.getKey();
              JsonNode value = setting.getValue();
              if (isDefault(value)) {
                return;
              }
              if (REPEATED.containsKey(name)) {
                ContainerInspect.texts(value).forEach(word -> add(REPEATED.get(name), word));
              } else if (SINGLE.containsKey(name)) {
                add(SINGLE.get(name), value.asText());
              } else if (!known.contains(name)) {
                unsupported.add("HostConfig." + name);
              }
            });
  }

  private static boolean isDefault(JsonNode value) {
    return value.isNull()
        || (value.isContainerNode() && value.isEmpty())
        || (value.isTextual() && value.asText().isEmpty())
        || (value.isBoolean() && !value.asBoolean())
        || (value.isNumber() && value.asLong() == 0);
  }

  private void flag(JsonNode from, String name, String option) {
    if (from.path(name).asBoolean()) {
      words.add(option);
    }
  }

  private void differing(JsonNode from, String name, String usual, String option) {
    String value = from.path(name).asText();
    if (from.path(name).isTextual() && !value.isEmpty() && !value.equals(usual)) {
      add(option, value);
    }
  }

  private void add(String option, String value) {
    words.add(option);
    words.add(value);
  }
}
