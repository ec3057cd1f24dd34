package dev.lockkeeper.workflows.databend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabendVersionTest {
  @Test
  void aNightlyIsNotOlderThanItsOwnNumber() {
    DatabendVersion nightly = DatabendVersion.of("1.2.259-nightly");

    assertThat(nightly.atLeast(DatabendVersion.of("1.2.259"))).isTrue();
    assertThat(nightly).isNotEqualTo(DatabendVersion.of("1.2.259"));
  }

  @Test
  void ofOneNumberTheNightlyIsBuiltFirstAndPatchesLast() {
    DatabendVersion stable = DatabendVersion.of("1.2.725");

    assertThat(DatabendVersion.of("1.2.725-nightly").builtBefore(stable)).isTrue();
    assertThat(stable.builtBefore(DatabendVersion.of("1.2.725-nightly"))).isFalse();
    assertThat(stable.builtBefore(DatabendVersion.of("1.2.725-p1"))).isTrue();
    assertThat(stable.builtBefore(stable)).isFalse();
  }

  @Test
  void numbersAreComparedAsNumbers() {
    assertThat(DatabendVersion.of("1.2.99").before(DatabendVersion.of("1.2.100"))).isTrue();
    assertThat(DatabendVersion.of("0.9.59").before(DatabendVersion.of("1.0.0"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.2.934-nightly", "1.2.925-patch-9", "1.2.680-p3", "1.2.768-patch.1", "1.2.725"})
  void keepsTheNameAsPrintedAndDropsTheLetterOfTheTag(String name) {
    assertThat(DatabendVersion.of(name)).hasToString(name);
    assertThat(DatabendVersion.of("v" + name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.2", "1.2.3.4", "latest", "1.2.3 ", "260312.5.0"})
  void anythingElseIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> DatabendVersion.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a release of Databend such as 1.2.680");
  }

  @Test
  void theFormOfTheDataIsReadFromItsDescription() {
    assertThat(DataVersion.of("V004(2024-11-11: WAL based raft-log)")).contains(DataVersion.V004);
    assertThat(DataVersion.of("V0(2023-04-21: compatible with openraft v07 and v08)"))
        .contains(DataVersion.V0);
    assertThat(DataVersion.of("V005(2027-01-01: something)")).isEmpty();
  }
}
