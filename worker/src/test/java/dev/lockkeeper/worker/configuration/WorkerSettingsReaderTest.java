package dev.lockkeeper.worker.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.activities.ssh.Authentication;
import dev.lockkeeper.activities.ssh.CredentialProfile;
import dev.lockkeeper.activities.ssh.JumpHost;
import dev.lockkeeper.activities.ssh.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerSettingsReaderTest {
  @TempDir private Path directory;

  @BeforeEach
  void filesToName() throws IOException {
    Files.writeString(directory.resolve("known_hosts"), "");
    Files.writeString(directory.resolve("id"), "");
    Files.writeString(directory.resolve("bastion.secret"), "");
  }

  @Test
  void withoutAFileEverythingHasADefault() throws Exception {
    WorkerSettings settings = WorkerSettingsReader.read(null, Map.of());

    assertThat(settings.temporal()).hasToString("127.0.0.1:7233, namespace default");
    assertThat(settings.taskQueue()).isEqualTo("lockkeeper");
    assertThat(settings.http()).isEqualTo(new WorkerSettings.Http("127.0.0.1", 7450));
    assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.credentials()).isEmpty();
    assertThat(settings.deployment()).isNull();
  }

  @Test
  void aDeploymentIsANameAndABuildAndTheBuildMayComeFromTheEnvironment() throws Exception {
    WorkerSettings settings =
        read(
            "lockkeeper: {deployment: {name: lockkeeper, build: 0.1.0}}",
            Map.of("LOCKKEEPER_DEPLOYMENT_BUILD", "0.2.0+a1"));

    assertThat(settings.deployment())
        .isEqualTo(new WorkerSettings.Deployment("lockkeeper", "0.2.0+a1"));
  }

  @Test
  void aDeploymentWithHalfItsWordsOrWithWordsThatTemporalRefusesIsAMistake() {
    assertThat(mistakes("lockkeeper: {deployment: {name: lockkeeper}}", Map.of()))
        .containsExactly(
            "worker.yaml:1: lockkeeper.deployment.name: a deployment needs both name and build, or"
                + " neither");
    assertThat(mistakes("lockkeeper: {deployment: {name: lock.keeper, build: 'a:b'}}", Map.of()))
        .containsExactlyInAnyOrder(
            "worker.yaml:1: lockkeeper.deployment.name: must be a name of lower-case letters,"
                + " digits and hyphens, at most 63",
            "worker.yaml:1: lockkeeper.deployment.build: must begin with a letter or digit and hold"
                + " only those and . _ + -, at most 63");
  }

  @Test
  void theTemporalServiceIsFoundByTheSdksOwnVariables() throws Exception {
    Path profiles = directory.resolve("temporal.toml");
    Files.writeString(
        profiles,
        """
        [profile.site]
        address = "temporal.example:7233"
        namespace = "file"
        api_key = "s3cret"
        """);
    WorkerSettings settings =
        WorkerSettingsReader.read(
            null,
            Map.of(
                "TEMPORAL_CONFIG_FILE", profiles.toString(),
                "TEMPORAL_PROFILE", "site",
                "TEMPORAL_NAMESPACE", "upgrades"));

    assertThat(settings.temporal()).hasToString("temporal.example:7233, namespace upgrades");
    assertThat(settings.temporal().service().getEnableHttps()).isTrue();
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @Test
  void anUnknownTemporalProfileIsAMistakeAndNoCrash() {
    assertThat(mistakes("lockkeeper: {}", Map.of("TEMPORAL_PROFILE", "none-such")))
        .singleElement()
        .asString()
        .startsWith("Temporal client configuration: ")
        .contains("none-such");
  }

  @Test
  void aVariableOfTheEnvironmentWinsOverTheFile() throws Exception {
    WorkerSettings settings =
        read(
            """
            lockkeeper:
              task-queue: from-file
              http: {port: 1}
              shutdown: {grace: 5m}
            """,
            Map.of("LOCKKEEPER_HTTP_PORT", "2"));

    assertThat(settings.http().port()).isEqualTo(2);
    assertThat(settings.taskQueue()).isEqualTo("from-file");
    assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void profilesNamePlacesRelativeToTheFile() throws Exception {
    WorkerSettings settings =
        read(
            """
            lockkeeper:
              credentials:
                prod:
                  user: fluss
                  known-hosts: known_hosts
                  key: {file: id, passphrase: {environment: PASSPHRASE}}
                  jump-hosts: [{host: bastion.example, credentials: bastion}]
                bastion:
                  user: jump
                  known-hosts: known_hosts
                  password: {file: bastion.secret}
            """,
            Map.of("PASSPHRASE", "x"));

    Path knownHosts = directory.resolve("known_hosts");
    assertThat(settings.credentials())
        .containsExactly(
            new CredentialProfile(
                "prod",
                "fluss",
                knownHosts,
                new Authentication.KeyFile(
                    directory.resolve("id"), new SecretSource.FromEnvironment("PASSPHRASE")),
                List.of(new JumpHost("bastion.example", 22, "bastion"))),
            new CredentialProfile(
                "bastion",
                "jump",
                knownHosts,
                new Authentication.Password(
                    new SecretSource.FromFile(directory.resolve("bastion.secret"))),
                List.of()));
  }

  @Test
  void allMistakesAreToldAtOnceEachWithItsLine() {
    assertThat(
            mistakes(
                """
                lockkeeper:
                  task-quue: x
                  http: {port: 99999}
                  shutdown: {grace: soon}
                  credentials:
                    Prod_SSH:
                      known-hosts: nowhere
                      key: {environment: NOT_SET}
                      jump-hosts:
                        - {host: bastion, port: abc, credentials: none-such}
                    both:
                      user: fluss
                      known-hosts: known_hosts
                      key: {file: id}
                      password: {file: id, environment: X}
                other: 1
                """,
                Map.of("LOCKKEEPER_LOAD_ACTIVITIES", "0")))
        .containsExactlyInAnyOrder(
            "worker.yaml:16: other: means nothing here; known are endpoints, lockkeeper, logger,"
                + " micronaut",
            "worker.yaml:3: lockkeeper.http.port: '99999' is not a whole number from 0 to 65535",
            "LOCKKEEPER_LOAD_ACTIVITIES: '0' is not a whole number from 1 to 10000",
            "worker.yaml:4: lockkeeper.shutdown.grace: 'soon' is not a time; write a number and"
                + " ms, s, m or h, such as 30s",
            "worker.yaml:6: lockkeeper.credentials.Prod_SSH: must be a name of lower-case letters,"
                + " digits and hyphens, at most 63",
            "worker.yaml:7: lockkeeper.credentials.Prod_SSH: lacks user: the login name on the"
                + " nodes",
            "worker.yaml:7: lockkeeper.credentials.Prod_SSH.known-hosts: there is no file "
                + directory.resolve("nowhere"),
            "worker.yaml:8: lockkeeper.credentials.Prod_SSH.key.environment: the environment"
                + " variable NOT_SET is not set",
            "worker.yaml:10: lockkeeper.credentials.Prod_SSH.jump-hosts[0].port: 'abc' is not a"
                + " whole number from 1 to 65535",
            "worker.yaml:10: lockkeeper.credentials.Prod_SSH.jump-hosts[0].credentials: there is no"
                + " profile 'none-such'; there are Prod_SSH, both",
            "worker.yaml:12: lockkeeper.credentials.both: needs either key or password, exactly one"
                + " of them",
            "worker.yaml:15: lockkeeper.credentials.both.password: needs either file or"
                + " environment, exactly one of them",
            "worker.yaml:2: lockkeeper.task-quue: means nothing here; known are credentials,"
                + " deployment, http, load, metrics, shutdown, sql-credentials, ssh, task-queue");
  }

  @Test
  void aSecretWrittenIntoTheFileIsRefusedAndNeverShown() {
    List<String> mistakes =
        mistakes(
            """
            lockkeeper:
              credentials:
                one: {user: u, known-hosts: known_hosts, password: hunter2}
                two: {user: u, known-hosts: known_hosts, key: {file: id, passphrase: hunter2}}
                three: {user: u, known-hosts: known_hosts, key: "BEGIN hunter2"}
                four: {user: u, known-hosts: known_hosts, password: {environment: "hunter2!"}}
            """,
            Map.of());

    assertThat(mistakes)
        .hasSize(4)
        .noneMatch(mistake -> mistake.contains("hunter2"))
        .contains(
            "worker.yaml:3: lockkeeper.credentials.one.password: is written out in the file; say"
                + " where it is kept: password: {file: /path/to/it} or password: {environment:"
                + " NAME_OF_VARIABLE}");
  }

  @Test
  void brokenYamlAndAMissingFileAreToldWithoutACrash() {
    assertThat(mistakes("lockkeeper:\n  task-queue: [", Map.of()))
        .singleElement()
        .asString()
        .startsWith("worker.yaml:2: is not YAML: ");
    InvalidConfigurationException missing =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> WorkerSettingsReader.read(directory.resolve("none.yaml"), Map.of()));
    assertThat(missing.mistakes())
        .containsExactly(directory.resolve("none.yaml") + ": there is no such configuration file");
  }

  @Test
  void settingsOfTheFrameworkArePassedOnAndCredentialsAreNot() throws Exception {
    WorkerSettings settings =
        read(
            """
            lockkeeper: {task-queue: x}
            logger: {levels: {io.temporal: DEBUG}}
            """,
            Map.of());

    assertThat(settings.framework())
        .containsExactly(Map.entry("logger.levels.io.temporal", "DEBUG"));
  }

  @Test
  void theAddressOfTheWebServerHasOnePlaceOnly() {
    assertThat(mistakes("micronaut: {server: {port: 8080}}", Map.of()))
        .containsExactly(
            "worker.yaml:1: micronaut.server.port: is set by lockkeeper.http.port; write it there");
  }

  private WorkerSettings read(String yaml, Map<String, String> environment) throws Exception {
    Path file = directory.resolve("worker.yaml");
    Files.writeString(file, yaml);
    return WorkerSettingsReader.read(file, environment);
  }

  private List<String> mistakes(String yaml, Map<String, String> environment) {
    return catchThrowableOfType(InvalidConfigurationException.class, () -> read(yaml, environment))
        .mistakes();
  }
}
