package dev.lockkeeper.activities.kwdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.Version;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeStatusTableTest {
  private static final String HEADER =
      "id,address,sql_address,build,started_at,updated_at,locality,start_mode,is_available,is_live\n";
  private static final String CSV =
      HEADER
          + "1,10.0.0.1:26257,10.0.0.1:26257,3.1.0,2026-01-01 10:00:00.123456+00:00,2026-01-01 10:00:05.123456+00:00,region=NODE1,start,true,true\n"
          + "2,10.0.0.2:26257,10.0.0.2:26257,V3.0.0,2026-01-01 10:00:00+00:00,2026-01-01 10:00:05+00:00,\"region=NODE2,rack=a\",start,false,true\n"
          + "3,10.0.0.3:26257,10.0.0.3:26257,3.0.0,NULL,NULL,region=NODE3,start,NULL,NULL\n";

  @Test
  void csvIsReadWithQuotesAndNulls() throws StepFailed {
    List<NodeStatus> nodes = NodeStatusTable.read(CSV);

    assertThat(nodes).extracting(NodeStatus::id).containsExactly(1L, 2L, 3L);
    assertThat(nodes).extracting(NodeStatus::serves).containsExactly(true, false, false);
    assertThat(nodes.get(1).live()).isTrue();
    assertThat(nodes.get(1).all()).containsEntry("locality", "region=NODE2,rack=a");
    assertThat(nodes.get(1).runs(Version.of("3.0.0"))).isTrue();
    assertThat(nodes.get(0).runs(Version.of("3.0.0"))).isFalse();
    assertThat(nodes.get(0).hasAddress("10.0.0.1")).isTrue();
    assertThat(nodes.get(0).hasAddress("10.0.0.11")).isFalse();
  }

  @Test
  void whatAPipeGetsFromKwStatusIsReadAlike() throws StepFailed {
    assertThat(NodeStatusTable.read(CSV.replace("\"region=NODE2,rack=a\"", "x").replace(',', '\t')))
        .extracting(NodeStatus::serves)
        .containsExactly(true, false, false);
  }

  @Test
  void whatATerminalGetsIsReadAlike() throws StepFailed {
    String table =
        """
          id |     address      |   sql_address    | build | is_available | is_live
        -----+------------------+------------------+-------+--------------+----------
           1 | 10.0.0.1:26257   | 10.0.0.1:26257   | 3.1.0 |     true     |  true
           2 | 10.0.0.2:26257   | 10.0.0.2:26257   | 3.0.0 |    false     |  false
        (2 rows)
        """;

    assertThat(NodeStatusTable.read(table))
        .extracting(NodeStatus::build, NodeStatus::serves)
        .containsExactly(tuple("3.1.0", true), tuple("3.0.0", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        HEADER,
        "ERROR: cannot dial server.\nFailed running \"node status\"\n",
        HEADER + "1,10.0.0.1:26257,10.0.0.1:26257,3.1.0\n",
        HEADER + "one,a:1,a:1,3.1.0,,,,start,true,true\n",
        HEADER + "1,a:1,a:1,3.1.0,,,,start,yes,true\n",
        HEADER + "1,a:1,a:1,3.1.0,,,,start,true,true\n1,a:1,a:1,3.1.0,,,,start,true,true\n",
        "id,address,sql_address,build,is_live\n1,a:1,a:1,3.1.0,true\n"
      })
  void whatIsNotWholeIsRefused(String output) {
    assertThatThrownBy(() -> NodeStatusTable.read(output))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("kwbase node status cannot be read");
  }
}
