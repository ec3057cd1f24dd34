package dev.lockkeeper.lab.observer;

import dev.lockkeeper.lab.fluss.FlussNode;
import dev.lockkeeper.lab.host.HostProcess;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Fluss servers of a node, by their main class and the jars on their class path. */
record FlussServers(FlussNode node) implements ProcessWatch.Servers {
  private static final Pattern SERVER_JAR = Pattern.compile("/fluss-server-([^/:]+)\\.jar");

  @Override
  public List<HostProcess> now() {
    String mainClass = "." + node.role().mainClass();
    return node.host().processes().stream()
        .filter(process -> process.commandLine().get(0).endsWith("java"))
        .filter(
            process -> process.commandLine().stream().anyMatch(word -> word.endsWith(mainClass)))
        .toList();
  }

  @Override
  public String version(HostProcess server) {
    Matcher matcher = SERVER_JAR.matcher(String.join(" ", server.commandLine()));
    return matcher.find() ? matcher.group(1) : "unknown";
  }
}
