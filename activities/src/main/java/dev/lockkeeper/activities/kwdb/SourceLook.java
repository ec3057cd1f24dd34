package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.host.HostLook;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.kwdb.BackupKind;
import dev.lockkeeper.workflows.kwdb.KwdbSettings;
import dev.lockkeeper.workflows.kwdb.NodeInspection;
import dev.lockkeeper.workflows.kwdb.Topology;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server that was compiled on its node: its process says all there is to know. */
final class SourceLook {
  private static final HostLook LOOK =
      HostLook.around(ScriptResource.read(SourceLook.class, "process.sh"), KwdbProbe.STAGING);

  private final SshConnection connection;
  private final Node node;
  private final KwdbSettings settings;

  SourceLook(SshConnection connection, Node node, KwdbSettings settings) {
    this.connection = connection;
    this.node = node;
    this.settings = settings;
  }

  NodeInspection inspect(String cluster, Release release)
      throws StepFailed, SshFailure, InterruptedException {
    HostLook.Answer answer = LOOK.ask(connection, node.home());
    Map<String, String> said = read(answer.result());
    List<String> problems = new ArrayList<>();
    List<String> command = text(said, "command").lines().toList();
    String servers = said.getOrDefault("servers", "0");
    if (!servers.equals("1")) {
      problems.add(servers + " servers with a --store=/… run there; there must be exactly one");
    }
    Optional<Topology> topology =
        Arrays.stream(Topology.values())
            .filter(one -> !command.isEmpty() && command.get(0).equals(one.startVerb()))
            .findFirst();
    String programs = text(said, "programs");
    Version version = programs.isBlank() ? null : KwbaseVersion.read(programs);
    if (version == null) {
      problems.add(node.home() + "/bin/kwbase says no version; is nodes.home right?");
    }
    if (settings.backup() == BackupKind.COPY && !said.getOrDefault("sudo", "").equals("free")) {
      problems.add("sudo asks the login user for a password, and a copy of the data needs it");
    }
    String listen = option(command, "--listen-addr").orElse(":26257");
    return new NodeInspection(
        node.name(),
        null,
        topology.orElse(null),
        version == null ? null : version.text(),
        option(command, "--advertise-addr").map(SourceLook::host).orElse(node.host()),
        Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1)),
        said.getOrDefault("owner", ""),
        option(command, "--certs-dir").map(place -> "--certs-dir=" + place).orElse("--insecure"),
        said.getOrDefault("home", ""),
        said.getOrDefault("home", "") + "/.lockkeeper/kwdb/" + cluster + "-" + release.version(),
        option(command, "--store").orElse(""),
        command,
        null,
        List.copyOf(problems),
        List.of(),
        answer.host().facts());
  }

  private Map<String, String> read(CommandResult result) throws StepFailed {
    Map<String, String> values = new HashMap<>();
    result
        .output()
        .lines()
        .map(line -> line.split("\t", 2))
        .filter(fields -> fields.length == 2)
        .forEach(fields -> values.put(fields[0], fields[1]));
    if (!values.containsKey("end")) {
      throw StepFailed.incomplete("the probe of " + node.name(), result);
    }
    return values;
  }

  private static String text(Map<String, String> values, String name) {
    byte[] bytes = Base64.getDecoder().decode(values.getOrDefault(name, ""));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Optional<String> option(List<String> command, String name) {
    return command.stream()
        .filter(word -> word.startsWith(name + "="))
        .map(word -> word.substring(name.length() + 1))
        .findFirst();
  }

  private static String host(String address) {
    return address.replaceFirst(":[0-9]+$", "");
  }
}
