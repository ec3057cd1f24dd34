package dev.lockkeeper.lab.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.activities.sql.SqlProfile;
import dev.lockkeeper.activities.ssh.SecretSource;
import dev.lockkeeper.lab.databend.DatabendCluster;
import dev.lockkeeper.lab.databend.DatabendNode;
import dev.lockkeeper.lab.databend.DatabendRelease;
import dev.lockkeeper.lab.databend.SqlUser;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class DatabendFirstFileTest {
  @TempDir private Path directory;

  @Test
  void theFileThatIsWrittenIsPlannedWithAsItIs() throws Exception {
    DatabendRelease old = DatabendRelease.assemble("1.2.680", directory);
    DatabendRelease target = DatabendRelease.assemble("1.2.833", directory);
    Path password = Files.writeString(directory.resolve("sql-password"), SqlUser.PASSWORD);
    SqlProfile sql =
        new SqlProfile("databend-sql", SqlUser.NAME, new SecretSource.FromFile(password), null);
    try (LabNetwork network = LabNetwork.open(DatabendCluster.HOST_NAMES)) {
      DatabendCluster cluster = DatabendCluster.install(network, old);
      cluster.start();
      cluster.awaitReady();
      try (FirstFileTrial trial = new FirstFileTrial(network, List.of(sql))) {
        Path file = directory.resolve("first.yaml");
        LabHost any = cluster.nodes(DatabendNode.Role.QUERY).get(1).host();

        JsonNode plan =
            trial.initThenPlan(
                file,
                "--product",
                "databend",
                "--host",
                any.address(),
                "--ssh-port",
                Integer.toString(any.port()),
                "--sql-credentials",
                "databend-sql",
                "--release",
                target.version().name(),
                "--archive",
                target.archive().toString());

        assertThat(plan.path("problems")).as(plan.toPrettyString()).isEmpty();
        JsonNode written = WrittenFile.read(file);
        assertThat(written.at("/release/sha256").asText()).isEqualTo(target.sha256());
        assertThat(hosts(written, "query")).isEqualTo(hosts(cluster, DatabendNode.Role.QUERY));
        assertThat(hosts(written, "meta")).isEqualTo(hosts(cluster, DatabendNode.Role.META));
      }
    }
  }

  private static List<String> hosts(JsonNode written, String role) {
    return StreamSupport.stream(written.path("nodes").spliterator(), false)
        .filter(node -> node.path("role").asText().equals(role))
        .map(node -> node.path("host").asText())
        .sorted()
        .toList();
  }

  private static List<String> hosts(DatabendCluster cluster, DatabendNode.Role role) {
    return cluster.nodes(role).stream().map(node -> node.host().address()).sorted().toList();
  }
}
