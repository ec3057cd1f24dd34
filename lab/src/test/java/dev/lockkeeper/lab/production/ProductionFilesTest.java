package dev.lockkeeper.lab.production;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.process.Installation;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProductionFilesTest {
  private static final Path FILES = Installation.find().root().resolve("docker/production");
  private static final String DAEMON_SCRIPT = "/dev/lockkeeper/activities/databend/daemon.sh";

  @ParameterizedTest
  @ValueSource(strings = {"lockkeeper-databend", "lockkeeper-kwdb"})
  void sudoTakesTheRules(String name) throws Exception {
    accepts("visudo", "-c", "-f", FILES.resolve("sudoers").resolve(name).toString());
  }

  @Test
  void databendsRulesAllowWhatTheJobOnTheNodeDoesToAUnitAndNoMore() throws Exception {
    Set<String> allowed =
        found("(?m)^ +/usr/bin/systemctl (.*) databend-(?:query|meta)\\.service", rules());
    Set<String> done = found("as_root systemctl (.*) \"\\$unit\"", script());

    assertThat(done).containsExactly("start --no-block", "stop --no-block");
    assertThat(allowed).isEqualTo(done);
  }

  @Test
  void sshTakesTheKeysOfEachProduct() throws Exception {
    Path keys = FILES.resolve("authorized_keys");
    assertThat(accepts("ssh-keygen", "-l", "-f", keys.toString()).lines()).hasSize(5);
    assertThat(Files.readAllLines(keys))
        .filteredOn(line -> line.contains(" ssh-ed25519 "))
        .allMatch(line -> line.startsWith("restrict,") && line.contains("from=\""));
  }

  @ParameterizedTest
  @CsvSource({
    "own, temporal.example.org:7233, upgrades",
    "cloud-mtls, upgrades.a1b2c.tmprl.cloud:7233, upgrades.a1b2c",
    "cloud-key, eu-central-1.aws.api.temporal.io:7233, upgrades.a1b2c"
  })
  void temporalsClientConfigurationReadsTheProfiles(String name, String address, String namespace)
      throws IOException {
    ClientConfigProfile profile =
        ClientConfigProfile.load(
            LoadClientConfigProfileOptions.newBuilder()
                .setConfigFilePath(FILES.resolve("temporal.toml").toString())
                .setConfigFileProfile(name)
                .setEnvOverrides(Map.of())
                .build());

    assertThat(profile.getAddress()).isEqualTo(address);
    assertThat(profile.getNamespace()).isEqualTo(namespace);
    assertThat(profile.getTls() != null || profile.getApiKey() != null).isTrue();
  }

  private static String rules() throws IOException {
    return Files.readString(FILES.resolve("sudoers/lockkeeper-databend"));
  }

  private static String script() throws IOException {
    try (InputStream script = ProductionFilesTest.class.getResourceAsStream(DAEMON_SCRIPT)) {
      assertThat(script).as(DAEMON_SCRIPT).isNotNull();
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Set<String> found(String pattern, String text) {
    Set<String> found = new TreeSet<>();
    Pattern.compile(pattern).matcher(text).results().forEach(hit -> found.add(hit.group(1)));
    return found;
  }

  private static String accepts(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", ":/usr/local/sbin:/usr/sbin:/sbin", String::concat);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
