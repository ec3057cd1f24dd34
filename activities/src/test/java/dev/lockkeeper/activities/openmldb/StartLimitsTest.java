package dev.lockkeeper.activities.openmldb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.step.ScriptResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * start.sh of 0.6.0 to 0.6.9 ends with its first line where a limit cannot be raised: the old
 * server would be stopped by then. Tried with limits that the login may not raise.
 */
class StartLimitsTest {
  private static final String HEAD = "#!/usr/bin/env bash\nset -e\nulimit -c unlimited\n";

  @TempDir private Path home;

  @Test
  void aLimitOfOpenFilesThatCannotBeRaisedIsKnownBeforeTheStop() throws Exception {
    assertThat(problems(HEAD + "ulimit -n 655360\n", "--nofile=512:512", "--core=unlimited"))
        .singleElement()
        .asString()
        .contains("needs 655360 open files", "the hard limit of", "is 512", "limits.conf: nofile");
  }

  @Test
  void aLimitOfCoreFilesThatCannotBeRaisedIsKnownBeforeTheStop() throws Exception {
    assertThat(problems(HEAD + "ulimit -n 256\n", "--nofile=512:512", "--core=0:0"))
        .singleElement()
        .asString()
        .contains("needs core files of any size", "is 0", "limits.conf: core");
  }

  @Test
  void whereTheLimitsCanBeRaisedOrTheScriptGoesOnAnywayNothingIsWrong() throws Exception {
    assertThat(problems(HEAD + "ulimit -n 256\n", "--nofile=512:512", "--core=unlimited"))
        .isEmpty();
    // boot.sh up to 0.5.3 raises the same limits without set -e.
    assertThat(problems(HEAD.replace("set -e", ":"), "--nofile=512:512", "--core=0:0")).isEmpty();
  }

  private List<String> problems(String startScript, String... limits) throws Exception {
    Path staged = Files.createDirectories(home.resolve("staged/bin")).getParent();
    Files.writeString(staged.resolve("bin/start.sh"), startScript);
    Files.setPosixFilePermissions(
        staged.resolve("bin/start.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command = new ArrayList<>(List.of("prlimit"));
    command.addAll(List.of(limits));
    command.addAll(withoutTheRightToRaiseThem());
    command.addAll(
        List.of(
            "sh",
            "-c",
            ScriptResource.read(ServerProbe.class, "configure.sh"),
            "configure",
            home.toString(),
            staged.toString(),
            "tablet"));
    Process process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    String output = text(process.getInputStream().readAllBytes());
    String errors = text(process.getErrorStream().readAllBytes());
    int status = process.waitFor();
    return ServerProbe.parse(
            "tablet-1", new CommandResult(status, null, output, errors, false, Duration.ZERO))
        .all("problem");
  }

  /** Root may raise any limit unless it gives that right away. */
  private static List<String> withoutTheRightToRaiseThem() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)
        ? List.of("setpriv", "--bounding-set=-sys_resource", "--inh-caps=-sys_resource")
        : List.of();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
