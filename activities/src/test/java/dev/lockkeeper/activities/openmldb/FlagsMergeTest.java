package dev.lockkeeper.activities.openmldb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlagsMergeTest {
  private static final List<String> NECESSARY =
      List.of("endpoint", "use_name", "zk_cluster", "zk_root_path");

  private static final String SHIPPED =
      """
      # tablet.conf
      --endpoint=127.0.0.1:9527
      --role=tablet

      # if tablet run as cluster mode, zk_cluster and zk_root_path should be set
      #--zk_cluster=127.0.0.1:7181
      #--zk_root_path=/openmldb_cluster

      --zk_session_timeout=10000
      """;

  @Test
  void theNodesOwnOptionsArePutIntoTheShippedFile() {
    String old =
        """
        # --endpoint=127.0.0.1:9527
        --role=tablet
        --zk_session_timeout=2000
        --zk_cluster=10.0.0.5:2181
        --zk_root_path=/orders
        --endpoint=10.0.0.1:10921
        """;

    FlagsMerge merge = FlagsMerge.merge(SHIPPED, old, NECESSARY);

    assertThat(merge.text())
        .isEqualTo(
            """
            # tablet.conf
            --endpoint=10.0.0.1:10921
            --role=tablet

            # if tablet run as cluster mode, zk_cluster and zk_root_path should be set
            #--zk_cluster=127.0.0.1:7181
            #--zk_root_path=/openmldb_cluster

            --zk_session_timeout=10000
            --zk_cluster=10.0.0.5:2181
            --zk_root_path=/orders
            """);
    assertThat(merge.difference())
        .contains("-# --endpoint=127.0.0.1:9527\n")
        .contains("---zk_session_timeout=2000\n")
        .contains("+--zk_session_timeout=10000\n");
  }

  @Test
  void ofAnOptionThatStandsTwiceTheLastOneCounts() {
    FlagsMerge merge =
        FlagsMerge.merge(
            "--endpoint=c:1\n--endpoint=d:1\n", "--endpoint=a:1\n--endpoint=b:1\n", NECESSARY);

    assertThat(merge.text()).isEqualTo("# --endpoint=c:1\n--endpoint=b:1\n");
    assertThat(FlagsFile.parse(merge.text()).value("endpoint")).contains("b:1");
  }

  @Test
  void anOptionThatTheNodeDoesNotSetIsNotSetByTheNewRelease() {
    String merged =
        FlagsMerge.merge(
                SHIPPED, "--use_name=true\n--port=10921\n", List.of("endpoint", "use_name", "port"))
            .text();

    assertThat(FlagsFile.parse(merged).value("endpoint")).isEmpty();
    assertThat(merged).contains("# --endpoint=127.0.0.1:9527\n");
    assertThat(FlagsFile.parse(merged).value("use_name")).contains("true");
  }

  @Test
  void mergingTwiceChangesNothingMore() {
    String old = "--endpoint=10.0.0.1:10921\n--zk_cluster=z:1\n";
    String once = FlagsMerge.merge(SHIPPED, old, NECESSARY).text();

    FlagsMerge twice = FlagsMerge.merge(SHIPPED, once, NECESSARY);

    assertThat(twice.text()).isEqualTo(once);
    assertThat(twice.difference()).isEmpty();
  }

  @Test
  void flagsAreReadAsGflagsReadsThem() {
    FlagsFile file =
        FlagsFile.parse(
            """
            #--role=tablet
              -role=nameserver
            --use_name
            --enable_x
            --noenable_x
            --empty=
            --zk_cluster=a:1,b:2
            """);

    assertThat(file.value("role")).contains("nameserver");
    assertThat(file.value("use_name")).contains("true");
    assertThat(file.value("enable_x")).contains("false");
    assertThat(file.value("empty")).contains("");
    assertThat(file.value("zk_cluster")).contains("a:1,b:2");
    assertThat(file.value("cluster")).isEmpty();
  }

  @Test
  void aReleaseWithTemplatesOnlyKeepsTheOldFile() {
    String old = "# --endpoint=a:1\n--endpoint=b:1\n";

    assertThat(FlagsMerge.keep(old)).isEqualTo(new FlagsMerge(old, ""));
  }

  @Test
  void secretsAreCarriedOverAndNotShown() {
    FlagsMerge merge =
        FlagsMerge.merge("--role=tablet\n", "--zk_cert=ann:s3cret\n", List.of("zk_cert"));

    assertThat(merge.text()).contains("--zk_cert=ann:s3cret\n");
    assertThat(merge.difference()).contains("zk_cert=********").doesNotContain("s3cret");
  }
}
