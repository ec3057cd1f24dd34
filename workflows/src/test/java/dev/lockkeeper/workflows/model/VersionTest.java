package dev.lockkeeper.workflows.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
  @ParameterizedTest(name = "{0} against {1}")
  @CsvSource({
    "0.9.1, 0.10.0, -1",
    "0.9, 0.9.0, 0",
    "1.0.0, 0.99.99, 1",
    "0.9.1-incubating, 0.9.1, 0",
  })
  void versionsAreOrderedByTheirNumbers(String left, String right, int order) {
    assertThat(Integer.signum(Version.of(left).compareTo(Version.of(right)))).isEqualTo(order);
  }

  @ParameterizedTest
  @CsvSource({"0.9.1-incubating, 0.9.1, 0.9", "10.2, 10.2, 10.2"})
  void numbersAndLineLeaveTheSuffixOut(String text, String numbers, String line) {
    assertThat(Version.of(text).numbers()).isEqualTo(numbers);
    assertThat(Version.of(text).line()).isEqualTo(line);
    assertThat(Version.of(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "latest", "1", "0.9.", "v0.9.1", "0.9.1 ", "0.9.1-", "0.9;reboot"})
  void everythingElseIsNoVersion(String text) {
    assertThat(Version.isValid(text)).isFalse();
    assertThatThrownBy(() -> Version.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"" + text + "\" is not a version such as 0.9.1-incubating");
  }
}
