package dev.lockkeeper.activities.databend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConfigurationFilesTest {
  @Test
  void theMetaFileNamesItsPortsItsDataAndItsGroup() throws Unreadable {
    MetaConfiguration meta =
        MetaConfiguration.parse(
            """
            admin_api_address       = "0.0.0.0:28101" # the port of older packages
            grpc_api_address        = "0.0.0.0:9191"
            grpc_api_advertise_host = "10.0.0.1"

            [log]
            [log.file]
            level = "WARN"
            dir = "/var/log/databend"

            [raft_config]
            id            = 2
            raft_dir      = "/var/lib/databend/raft"
            raft_api_port = 28103
            raft_advertise_host = "meta-2"
            # single = true
            join          = ["meta-1:28103", "meta-3:28103"]
            """);

    assertThat(meta.admin()).isEqualTo(new NodeAddress("0.0.0.0", 28101));
    assertThat(meta.grpc()).hasToString("0.0.0.0:9191");
    assertThat(meta.grpcAdvertised()).isEqualTo("10.0.0.1");
    assertThat(meta.id()).isEqualTo(2);
    assertThat(meta.raftDirectory()).isEqualTo("/var/lib/databend/raft");
    assertThat(meta.raft()).hasToString("meta-2:28103");
    assertThat(meta.logDirectory()).isEqualTo("/var/log/databend");
    assertThat(meta.logLevel()).isEqualTo("WARN");
    assertThat(meta.single()).isFalse();
    assertThat(meta.join()).containsExactly("meta-1:28103", "meta-3:28103");
  }

  @Test
  void theQueryFileNamesItsPortsAndItsMetas() throws Unreadable {
    QueryConfiguration query =
        QueryConfiguration.parse(
            """
            [query]
            shutdown_wait_timeout_ms = 9000
            flight_api_address = "0.0.0.0:9091"
            admin_api_address = "0.0.0.0:8081"
            http_handler_host = "0.0.0.0"
            http_handler_port = 8001
            tenant_id = "shop"
            cluster_id = "one"

            [[query.users]]
            name = "root"
            auth_type = "no_password"

            [meta]
            endpoints = ["meta-1:9191", "meta-2:9191"]
            """);

    assertThat(query.admin().port()).isEqualTo(8081);
    assertThat(query.http()).hasToString("0.0.0.0:8001");
    assertThat(query.flight().port()).isEqualTo(9091);
    assertThat(query.tenant()).isEqualTo("shop");
    assertThat(query.cluster()).isEqualTo("one");
    assertThat(query.metaEndpoints()).hasToString("[meta-1:9191, meta-2:9191]");
    assertThat(query.shutdownWait()).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void whatAFileDoesNotSayIsWhatTheProgramIsCompiledWith() throws Unreadable {
    MetaConfiguration meta = MetaConfiguration.parse("");
    QueryConfiguration query = QueryConfiguration.parse("");

    assertThat(meta.admin()).hasToString("127.0.0.1:28002");
    assertThat(meta.raft().port()).isEqualTo(28004);
    assertThat(meta.single()).isFalse();
    assertThat(query.http()).hasToString("127.0.0.1:8000");
    assertThat(query.cluster()).isEmpty();
    assertThat(query.shutdownWait()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aFileThatIsNoTomlIsToldByItsLineWithoutItsText() {
    assertThatThrownBy(() -> MetaConfiguration.parse("[raft_config]\nid = 1\npassword = geheim\n"))
        .isInstanceOf(Unreadable.class)
        .hasMessageStartingWith("expected databend-meta.toml to be TOML but got: ")
        .hasMessageEndingWith("in line 3")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void aValueOfAnotherKindIsToldByItsName() {
    assertThatThrownBy(() -> QueryConfiguration.parse("[query]\nhttp_handler_port = \"x\"\n"))
        .hasMessage(
            "expected a number as query.http_handler_port in databend-query.toml but got: STRING");
    assertThatThrownBy(() -> QueryConfiguration.parse("[query]\nadmin_api_address = \"8080\"\n"))
        .hasMessage("expected an address such as 0.0.0.0:9191 but got: 8080");
  }
}
