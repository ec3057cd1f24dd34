package dev.lockkeeper.activities.fluss;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.step.LocalShell;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.workflows.fluss.FlussRole;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/**
 * A directory that looks like an unpacked Fluss release. Its server does nothing, but /proc shows
 * it as the real one: a Java process with the real main class and jar name.
 *
 * @param home its directory
 */
record StandInRelease(Path home, String version, FlussRole role) {
  private static final Map<String, byte[]> CLASSES = new ConcurrentHashMap<>();

  /** Makes a release of a TabletServer that listens on a port. */
  static StandInRelease tabletServer(Path home, String version, String yaml) {
    return make(home, version, FlussRole.TABLET_SERVER, yaml);
  }

  static StandInRelease make(Path home, String version, FlussRole role, String yaml) {
    StandInRelease release = new StandInRelease(home, version, role);
    try {
      Files.createDirectories(home.resolve("bin"));
      Files.createDirectories(home.resolve("lib"));
      Files.createDirectories(home.resolve("conf"));
      Files.writeString(home.resolve("conf/server.yaml"), yaml);
      release.writeJar();
      Path script = home.resolve("bin/" + role.word() + ".sh");
      Files.writeString(
          script,
          ScriptResource.read(StandInRelease.class, "stand-in.sh")
              .replace("DAEMON", role.word())
              .replace("VERSION", version)
              .replace("MAIN", release.mainClass()));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
      return release;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it as its operator would, with these variables, and returns its process. */
  ProcessHandle start(LocalShell node, Map<String, String> variables) throws InterruptedException {
    StringBuilder script =
        new StringBuilder("STAND_IN_JAVA='" + java() + "'; export STAND_IN_JAVA\n");
    variables.forEach((name, value) -> script.append("export " + name + "='" + value + "'\n"));
    CommandResult result =
        node.run(
            Command.sh(script + "umask 022\n\"$1/bin/$2.sh\" start", home.toString(), role.word()));
    if (!result.succeeded()) {
      throw new IllegalStateException(result.output() + result.errors());
    }
    while (true) {
      for (ProcessHandle process : node.processes()) {
        if (isServer(process)) {
          return process;
        }
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Whether a process is a server of this very release. */
  boolean isServer(ProcessHandle process) {
    try {
      String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
      return line.contains(mainClass())
          && line.contains(home + "/lib/fluss-server-" + version + ".jar");
    } catch (IOException gone) {
      return false;
    }
  }

  String mainClass() {
    return packageName() + "." + className();
  }

  private String packageName() {
    String vendor = version.compareTo("0.8") < 0 ? "com.alibaba" : "org.apache";
    String end = role.mainClass();
    return vendor + ".fluss." + end.substring(0, end.lastIndexOf('.'));
  }

  private String className() {
    String end = role.mainClass();
    return end.substring(end.lastIndexOf('.') + 1);
  }

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private void writeJar() throws IOException {
    byte[] code = CLASSES.computeIfAbsent(mainClass(), name -> compile());
    try (OutputStream file =
            Files.newOutputStream(home.resolve("lib/fluss-server-" + version + ".jar"));
        JarOutputStream jar = new JarOutputStream(file)) {
      jar.putNextEntry(new JarEntry(mainClass().replace('.', '/') + ".class"));
      jar.write(code);
    }
  }

  private byte[] compile() {
    try {
      Path directory = Files.createTempDirectory("lockkeeper-stand-in");
      Path source = directory.resolve(className() + ".java");
      Files.writeString(
          source,
          ScriptResource.read(StandInRelease.class, "StandIn.txt")
              .replace("PACKAGE", packageName())
              .replace("CLASS", className()));
      int status =
          ToolProvider.getSystemJavaCompiler()
              .run(
                  null,
                  null,
                  OutputStream.nullOutputStream(),
                  "-nowarn",
                  "-g:none",
                  source.toString());
      if (status != 0) {
        throw new IllegalStateException("the stand-in does not compile");
      }
      Path compiled = directory.resolve(className() + ".class");
      byte[] code = Files.readAllBytes(compiled);
      Files.delete(compiled);
      Files.delete(source);
      Files.delete(directory);
      return code;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
