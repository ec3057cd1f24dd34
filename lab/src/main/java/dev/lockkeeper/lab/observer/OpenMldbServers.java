package dev.lockkeeper.lab.observer;

import dev.lockkeeper.lab.host.HostProcess;
import dev.lockkeeper.lab.openmldb.OpenMldbNode;
import java.util.List;

/** The look-alike OpenMLDB servers of a node, by their flags file. */
record OpenMldbServers(OpenMldbNode node) implements ProcessWatch.Servers {
  private static final String MAIN_CLASS = "dev.lockkeeper.lab.openmldb.program.OpenMldb";

  @Override
  public List<HostProcess> now() {
    String flags = "--flagfile=./conf/" + node.role().component() + ".flags";
    return node.host().processes().stream()
        .filter(process -> process.commandLine().contains(MAIN_CLASS))
        .filter(process -> process.commandLine().contains(flags))
        .toList();
  }

  @Override
  public String version(HostProcess server) {
    List<String> words = server.commandLine();
    int main = words.indexOf(MAIN_CLASS);
    return main >= 0 && main + 1 < words.size() ? words.get(main + 1) : "unknown";
  }
}
