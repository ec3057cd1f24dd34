package dev.lockkeeper.lab.observer;

import dev.lockkeeper.lab.host.HostProcess;
import dev.lockkeeper.lab.openmldb.OpenMldbNode;
import java.util.List;

/** The look-alike OpenMLDB servers of a node, by their flags file. */
record OpenMldbServers(OpenMldbNode node) implements ProcessWatch.Servers {
  private static final String SERVER = "dev.lockkeeper.lab.openmldb.program.OpenMldb";
  private static final String TASK_MANAGER =
      "dev.lockkeeper.lab.openmldb.taskmanager.TaskManagerServer";

  @Override
  public List<HostProcess> now() {
    String settings =
        node.role() == OpenMldbNode.Role.TASKMANAGER
            ? "../" + node.role().settings()
            : "--flagfile=./" + node.role().settings();
    return node.host().processes().stream()
        .filter(process -> process.commandLine().contains(mainClass()))
        .filter(process -> process.commandLine().contains(settings))
        .toList();
  }

  @Override
  public String version(HostProcess server) {
    List<String> words = server.commandLine();
    int main = words.indexOf(mainClass());
    return main >= 0 && main + 1 < words.size() ? words.get(main + 1) : "unknown";
  }

  private String mainClass() {
    return node.role() == OpenMldbNode.Role.TASKMANAGER ? TASK_MANAGER : SERVER;
  }
}
