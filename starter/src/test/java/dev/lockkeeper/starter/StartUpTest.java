package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that need no server must not pay for its client. */
class StartUpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "schema",
        "schema --example",
        "validate src/main/resources/examples/fluss.yaml"
      })
  void aCommandWithoutAServerLoadsNoClientOfTemporal(String arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-verbose:class",
                "-cp",
                System.getProperty("java.class.path"),
                LockkeeperCommand.class.getName()));
    command.addAll(List.of(arguments.split(" ")));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output.lines())
        .anyMatch(line -> line.contains(LockkeeperCommand.class.getName()))
        .noneMatch(line -> line.contains("io.grpc.") || line.contains("io.temporal."));
  }
}
