package dev.lockkeeper.workflows.fluss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.model.Version;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlussCompatibilityTest {
  @ParameterizedTest(name = "{0} to {1}: rolling {2}, full stop {3}")
  @CsvSource({
    "0.6.0,            0.6.1,            true,  true",
    "0.6.0,            0.7.0,            false, true",
    "0.6.1,            0.7.0,            false, true",
    "0.6.0,            0.8.0-incubating, false, false",
    "0.6.0,            0.9.1-incubating, false, false",
    "0.7.0,            0.7.0,            true,  true",
    "0.7.0,            0.8.0-incubating, true,  true",
    "0.7.0,            0.9.1-incubating, true,  true",
    "0.8.0-incubating, 0.9.1-incubating, true,  true",
    "0.9.0-incubating, 0.9.1-incubating, true,  true",
    "0.9.1-incubating, 0.9.0-incubating, false, false",
    "0.9.1-incubating, 0.7.0,            false, false",
    "0.9.1-incubating, 1.0.0,            false, false",
    "0.5.0,            0.6.0,            false, false",
  })
  void whatIsKnownOfEachPair(String from, String to, boolean rolling, boolean fullStop) {
    Version old = Version.of(from);
    Version next = Version.of(to);

    assertThat(FlussCompatibility.check(old, next, FlussMethod.ROLLING).refusal().isEmpty())
        .isEqualTo(rolling);
    assertThat(FlussCompatibility.check(old, next, FlussMethod.FULL_STOP).refusal().isEmpty())
        .isEqualTo(fullStop);
    assertThat(FlussCompatibility.check(old, next, FlussMethod.ROLLING).note()).isNotEmpty();
  }

  @ParameterizedTest(name = "{0} needs Java {1}")
  @CsvSource({"0.6.0, 8", "0.7.0, 8", "0.8.0-incubating, 11", "0.9.1-incubating, 11"})
  void theOldestJava(String version, int java) {
    assertThat(FlussCompatibility.oldestJava(Version.of(version))).isEqualTo(java);
  }

  @ParameterizedTest(name = "a {0} coordinator: {1}")
  @CsvSource({"0.6.0, true", "0.6.1, true", "0.7.0, false", "0.9.1-incubating, false"})
  void whichCoordinatorKeepsADeadReplicaInSync(String version, boolean keeps) {
    assertThat(FlussCompatibility.keepsDeadReplicasInSync(Version.of(version))).isEqualTo(keeps);
  }
}
