package dev.lockkeeper.activities.kwdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The samples have the shape of engine 20.10's inspections, for the two commands of the page. */
class ContainerTest {
  private static final String IMAGE = sample("image.json");

  @Test
  void theInsecureContainerOfThePageIsMadeAgainWithAnotherImage() throws StepFailed {
    ContainerParameters old = ContainerInspect.read(sample("insecure.json"), IMAGE);

    assertThat(DockerRun.arguments(old, "kwdb/kwdb:3.1.0", "/run/env"))
        .containsExactly(
            "-d",
            "--name",
            "kwdb",
            "--privileged",
            "--ulimit",
            "memlock=-1",
            "--ulimit",
            "nofile=1048576",
            "--ipc",
            "shareable",
            "-p",
            "26257:26257",
            "-p",
            "127.0.0.1:8080:8080",
            "-w",
            "/kaiwudb/bin",
            "-v",
            "/var/lib/kaiwudb:/kaiwudb/deploy/kwdb-container",
            "kwdb/kwdb:3.1.0",
            "./kwbase",
            "start-single-node",
            "--insecure",
            "--listen-addr=0.0.0.0:26257",
            "--http-addr=0.0.0.0:8080",
            "--store=/kaiwudb/deploy/kwdb-container");
    assertThat(DockerRun.environmentFile(old)).isEmpty();
  }

  @Test
  void theSecureContainerKeepsCertificatesAndEnvironmentOutOfTheCommandLine() throws StepFailed {
    ContainerParameters old = ContainerInspect.read(secure(), IMAGE);

    List<String> words = DockerRun.arguments(old, "kwdb/kwdb:3.1.0", "/run/env");

    assertThat(words)
        .containsSubsequence("-v", "/etc/kaiwudb/certs:/kaiwudb/certs:ro")
        .containsSubsequence("--env-file", "/run/env")
        .containsSubsequence("--restart", "on-failure:3")
        .contains("--certs-dir=/kaiwudb/certs");
    assertThat(String.join(" ", words) + old).doesNotContain("s3cret");
    assertThat(DockerRun.environmentFile(old)).isEqualTo("KWDB_TOKEN=s3cret\n");
  }

  @Test
  void aSettingThatIsNotKnownIsNotDroppedInSilence() throws StepFailed {
    String json =
        secure()
            .replace("\"Privileged\": true", "\"Privileged\": true, \"Sysctls\": {\"a\": \"b\"}");
    ContainerParameters old = ContainerInspect.read(json, IMAGE);

    assertThatThrownBy(() -> DockerRun.arguments(old, "kwdb/kwdb:3.1.0", "/run/env"))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("HostConfig.Sysctls");
  }

  @Test
  void aStoreOnTheHostIsFound() throws StepFailed {
    assertThat(StoreCheck.mountOfStore(ContainerInspect.read(sample("insecure.json"), IMAGE)))
        .extracting(ContainerMount::source)
        .isEqualTo("/var/lib/kaiwudb");
  }

  @Test
  void aStoreInTheContainerItselfIsRefused() throws StepFailed {
    String json =
        sample("insecure.json")
            .replace(
                "/kaiwudb/deploy/kwdb-container\",\n        \"Mode",
                "/elsewhere\",\n        \"Mode");
    ContainerParameters old = ContainerInspect.read(json, IMAGE);

    assertThatThrownBy(() -> StoreCheck.mountOfStore(old))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("would destroy the data");
  }

  @Test
  void aStoreInANamelessVolumeIsRefusedForCompose() throws StepFailed {
    ContainerMount nameless =
        new ContainerMount("volume", "0123456789abcdef".repeat(4), "/kaiwudb/deploy", "");
    ContainerParameters alone = container(nameless, Map.of());
    ContainerParameters composed = container(nameless, Map.of("com.docker.compose.project", "p"));

    assertThat(StoreCheck.mountOfStore(alone)).isEqualTo(nameless);
    assertThatThrownBy(() -> StoreCheck.mountOfStore(composed)).hasMessageContaining("empty one");
  }

  @Test
  void aStoreInsideAShellCommandIsFound() throws StepFailed {
    ContainerParameters made =
        new ContainerParameters(
            "kaiwudb-container",
            "kwdb:1",
            List.of(),
            List.of(new ContainerMount("bind", "/data", "/kaiwudb/deploy/kaiwudb-container", "")),
            List.of(),
            List.of(),
            List.of(
                "/bin/bash",
                "-c",
                "/kaiwudb/bin/kwbase start --store=/kaiwudb/deploy/kaiwudb-container --join a:1"),
            Map.of(),
            List.of());

    assertThat(StoreCheck.mountOfStore(made).source()).isEqualTo("/data");
  }

  @Test
  void anInspectionThatIsNoneIsRefusedWithoutQuotingIt() {
    assertThatThrownBy(() -> ContainerInspect.read("[{\"Env\": [\"A=s3cret\"", IMAGE))
        .isInstanceOf(StepFailed.class)
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> ContainerInspect.read("[]", IMAGE)).isInstanceOf(StepFailed.class);
  }

  private static ContainerParameters container(ContainerMount mount, Map<String, String> labels) {
    return new ContainerParameters(
        "kwdb",
        "kwdb:1",
        List.of(),
        List.of(mount),
        List.of(),
        List.of(),
        List.of("--store=/kaiwudb/deploy/kwdb-container"),
        labels,
        List.of());
  }

  private static String secure() {
    return sample("insecure.json")
        .replace("\"--insecure\"", "\"--certs-dir=/kaiwudb/certs\"")
        .replace("\"PATH=/usr/bin:/bin\"", "\"PATH=/usr/bin:/bin\", \"KWDB_TOKEN=s3cret\"")
        .replace(
            "\"Name\": \"no\", \"MaximumRetryCount\": 0",
            "\"Name\": \"on-failure\", \"MaximumRetryCount\": 3")
        .replace(
            "\"Mounts\": [",
            "\"Mounts\": [\n{\"Type\": \"bind\", \"Source\": \"/etc/kaiwudb/certs\", \"Destination\": \"/kaiwudb/certs\", \"Mode\": \"ro\", \"RW\": false},");
  }

  private static String sample(String name) {
    return ScriptResource.read(ContainerTest.class, name);
  }
}
