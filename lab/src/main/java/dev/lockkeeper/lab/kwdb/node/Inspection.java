package dev.lockkeeper.lab.kwdb.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code docker inspect} says of a container, in the shape of engine 20.10. */
final class Inspection {
  private Inspection() {}

  static Map<String, Object> of(String id, String name, RunOptions run) throws IOException {
    Map<String, Object> made = new LinkedHashMap<>();
    made.put("Id", id);
    made.put("Name", "/" + name);
    made.put("State", Map.of("Status", "created", "Running", false));
    made.put("HostConfig", host(run));
    made.put("Mounts", mounts(run));
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("Hostname", run.one("--hostname", id.substring(0, 12)));
    config.put("User", run.one("--user", ""));
    config.put("Tty", run.has("-t") || run.has("--tty"));
    config.put("OpenStdin", run.has("-i") || run.has("--interactive"));
    List<String> environment = new ArrayList<>(run.environment());
    environment.add("PATH=/usr/local/bin:/usr/bin:/bin");
    config.put("Env", environment);
    config.put("Cmd", run.command());
    config.put("Image", run.image());
    config.put("WorkingDir", run.one("-w", ""));
    config.put("Entrypoint", run.has("--entrypoint") ? run.all("--entrypoint") : null);
    Map<String, String> labels = new LinkedHashMap<>();
    for (String label : run.all("--label")) {
      int equals = label.indexOf('=');
      labels.put(label.substring(0, equals), label.substring(equals + 1));
    }
    config.put("Labels", labels);
    made.put("Config", config);
    return made;
  }

  private static Map<String, Object> host(RunOptions run) {
    Map<String, Object> host = new LinkedHashMap<>();
    host.put("Binds", run.all("-v"));
    host.put("NetworkMode", run.one("--network", "default"));
    Map<String, Object> ports = new LinkedHashMap<>();
    for (String port : run.all("-p")) {
      String[] parts = port.split(":");
      ports.put(
          parts[parts.length - 1] + "/tcp",
          List.of(
              Map.of(
                  "HostIp",
                  parts.length == 3 ? parts[0] : "",
                  "HostPort",
                  parts[parts.length - 2])));
    }
    host.put("PortBindings", ports);
    String[] restart = run.one("--restart", "no").split(":");
    host.put(
        "RestartPolicy",
        Map.of(
            "Name",
            restart[0],
            "MaximumRetryCount",
            restart.length > 1 ? Integer.parseInt(restart[1]) : 0));
    host.put("IpcMode", run.one("--ipc", "private"));
    host.put("Privileged", run.has("--privileged"));
    host.put("Init", run.has("--init") ? Boolean.TRUE : null);
    host.put("ShmSize", 67_108_864);
    host.put("Runtime", "runc");
    host.put("LogConfig", Map.of("Type", "json-file", "Config", Map.of()));
    List<Object> limits = new ArrayList<>();
    for (String limit : run.all("--ulimit")) {
      String[] parts = limit.split("[=:]");
      limits.add(
          Map.of(
              "Name",
              parts[0],
              "Soft",
              Long.parseLong(parts[1]),
              "Hard",
              Long.parseLong(parts[parts.length - 1])));
    }
    host.put("Ulimits", limits);
    return host;
  }

  private static List<Object> mounts(RunOptions run) {
    List<Object> mounts = new ArrayList<>();
    for (String volume : run.all("-v")) {
      String[] parts = volume.split(":");
      boolean bind = parts[0].startsWith("/");
      String mode = parts.length > 2 ? parts[2] : "";
      Map<String, Object> mount = new LinkedHashMap<>();
      mount.put("Type", bind ? "bind" : "volume");
      if (!bind) {
        mount.put("Name", parts[0]);
      }
      mount.put("Source", bind ? parts[0] : "/var/lib/docker/volumes/" + parts[0] + "/_data");
      mount.put("Destination", parts[1]);
      mount.put("Mode", mode);
      mount.put("RW", !mode.equals("ro"));
      mounts.add(mount);
    }
    return mounts;
  }
}
