package dev.lockkeeper.lab.observer;

import dev.lockkeeper.lab.host.HostProcess;
import dev.lockkeeper.lab.kwdb.KwdbNode;
import java.util.List;

/** The look-alike KWDB servers of a node, in containers or not. */
record KwdbServers(KwdbNode node) implements ProcessWatch.Servers {
  private static final String MAIN_CLASS = "dev.lockkeeper.lab.kwdb.node.KwdbServer";

  @Override
  public List<HostProcess> now() {
    return node.host().processes().stream()
        .filter(process -> process.commandLine().contains(MAIN_CLASS))
        .toList();
  }

  @Override
  public String version(HostProcess server) {
    List<String> words = server.commandLine();
    int main = words.indexOf(MAIN_CLASS);
    return main >= 0 && main + 1 < words.size() ? words.get(main + 1) : "unknown";
  }
}
