package dev.lockkeeper.lab.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalChoiceTest {
  @TempDir private Path home;

  @Test
  void theAddressOptionWinsOverTheEnvironment() throws Exception {
    try (TemporalService chosen =
        choice(Map.of("TEMPORAL_ADDRESS", "b:7233")).choose(Optional.of("a:7233"))) {
      assertThat(chosen.address()).isEqualTo("a:7233");
      assertThat(chosen.sentence()).contains("a:7233", "--address");
    }
  }

  @Test
  void theEnvironmentWinsOverALocalServer() throws Exception {
    try (TemporalService chosen =
        choice(Map.of("TEMPORAL_ADDRESS", "b:7233")).choose(Optional.empty())) {
      assertThat(chosen.sentence()).contains("b:7233", "TEMPORAL_ADDRESS");
    }
  }

  @Test
  void theClientConfigurationFileWinsOverALocalServer() throws Exception {
    Path file = home.resolve("temporal.toml");
    Files.writeString(file, "[profile.default]\naddress = \"c:7233\"\n");
    try (TemporalService chosen =
        choice(Map.of("TEMPORAL_CONFIG_FILE", file.toString())).choose(Optional.empty())) {
      assertThat(chosen.address()).isEqualTo("c:7233");
      assertThat(chosen.sentence()).contains("configuration file");
    }
  }

  @Test
  void whereNothingCanBeHadTheInMemoryServerSaysWhyAndWhatItLacks() throws Exception {
    try (TemporalService chosen = choice(Map.of()).choose(Optional.empty())) {
      assertThat(chosen.uiUrl()).isEmpty();
      assertThat(chosen.sentence())
          .contains("no web page", "forgets", "no Temporal CLI on the PATH", "Install");
    }
  }

  @Test
  void whereDockerIsTheOnlyWayTheComposeFileIsUsedAndStoppedAgain() throws Exception {
    Files.createFile(home.resolve("compose.yaml"));
    Path calls = home.resolve("calls");
    fakeDocker(
        """
        shift 3
        echo "$*" >>%s
        case "$*" in
          "port temporal 7233") echo 127.0.0.1:7233 ;;
          "port temporal-ui 8080") echo 127.0.0.1:8233 ;;
        esac
        """
            .formatted(calls));

    try (TemporalService chosen = choice(Map.of()).choose(Optional.empty())) {
      assertThat(chosen.address()).isEqualTo("127.0.0.1:7233");
      assertThat(chosen.uiUrl()).hasValue("http://127.0.0.1:8233");
      assertThat(chosen.sentence()).contains("compose.yaml", "no Temporal CLI on the PATH");
    }
    assertThat(Files.readAllLines(calls))
        .startsWith(
            "ps --quiet --status running temporal", "up --detach --wait temporal temporal-ui")
        .endsWith("stop");
  }

  @Test
  void whereDockerFailsTheInMemoryServerSaysSo() throws Exception {
    Files.createFile(home.resolve("compose.yaml"));
    fakeDocker("exit 1\n");

    try (TemporalService chosen = choice(Map.of()).choose(Optional.empty())) {
      assertThat(chosen.sentence()).contains("no web page", "docker.log");
    }
  }

  private void fakeDocker(String script) throws IOException {
    Path docker = Files.createDirectories(home.resolve("programs")).resolve("docker");
    Files.writeString(docker, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A machine without Temporal CLI and without Go. */
  private TemporalChoice choice(Map<String, String> environment) throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("TEMPORAL_CONFIG_FILE", home.resolve("none.toml").toString());
    all.put("PATH", Files.createDirectories(home.resolve("programs")).toString());
    all.put("HOME", home.toString());
    List<Integer> ports = FreePorts.some(2);
    Path composeFile = home.resolve("compose.yaml");
    return new TemporalChoice(all, composeFile, home, ports.get(0), ports.get(1), line -> {});
  }
}
