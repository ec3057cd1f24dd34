package dev.lockkeeper.lab.databend;

import dev.lockkeeper.lab.databend.DatabendNode.Keeper;
import dev.lockkeeper.lab.host.HostRoot;
import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LabNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Daemons that systemd units run. The lab's hosts have no systemd, so a stand-in for {@code
 * systemctl} and {@code journalctl} is installed where {@code PATH} finds it first.
 */
final class DatabendUnits {
  private DatabendUnits() {}

  /**
   * Installs a node's program, if a package brings it, the stand-in, its unit, and what the login
   * user may do as root: all for a package, only systemctl for a unit over the link.
   *
   * @param archive of the release, as the host calls it
   */
  static void install(LabNetwork network, DatabendNode node, String archive) {
    for (String name : new String[] {"systemctl", "journalctl"}) {
      write(network, node, "/usr/local/bin/" + name, text(name + ".sh"), "755");
    }
    String rule = node.keeper() == Keeper.PACKAGE ? "ALL" : "/usr/local/bin/systemctl";
    write(
        network,
        node,
        "/etc/sudoers.d/databend-lab",
        node.host().sshUser() + " ALL=(ALL) NOPASSWD: " + rule + "\n",
        "440");
    if (node.keeper() == Keeper.PACKAGE) {
      root(network, node, "tar", "-xzf", archive, "-C", "/usr", "--no-overwrite-dir");
      // The first run of a program makes its launcher, which only root may put there.
      for (String program : List.of(name(node), "databend-metactl")) {
        HostRoot.run(network, node.host(), List.of("/usr/bin/" + program, "--cmd", "ver"));
        root(network, node, "test", "-x", "/usr/libexec/bin/" + program);
      }
    }
    write(
        network,
        node,
        "/lib/systemd/system/" + name(node) + ".service",
        """
        [Unit]
        Description=%s (look-alike)

        [Service]
        User=%s
        Environment=JAVA_HOME=%s
        ExecStart=%s/bin/%s --config-file %s
        Restart=no
        """
            .formatted(
                name(node),
                node.host().sshUser(),
                System.getProperty("java.home"),
                node.home(),
                name(node),
                node.configuration()),
        "644");
  }

  static void start(LabNetwork network, DatabendNode node) {
    root(network, node, "systemctl", "start", name(node));
  }

  static void stop(LabNetwork network, DatabendNode node) {
    root(network, node, "systemctl", "stop", name(node));
  }

  private static void write(
      LabNetwork network, DatabendNode node, String file, String text, String mode) {
    root(
        network,
        node,
        "sh",
        "-c",
        "mkdir -p \"${1%/*}\" && printf %s \"$2\" >\"$1\" && chmod \"$3\" \"$1\"",
        "write",
        file,
        text,
        mode);
  }

  private static void root(LabNetwork network, DatabendNode node, String... command) {
    HostRoot.run(network, node.host(), List.of(command)).orThrow();
  }

  private static String name(DatabendNode node) {
    return node.role().program();
  }

  private static String text(String name) {
    try (InputStream text = DatabendUnits.class.getResourceAsStream(name)) {
      if (text == null) {
        throw new LabException("The lab's own file " + name + " is missing from its jar.");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new LabException("Cannot read the lab's own file " + name + ".", e);
    }
  }
}
