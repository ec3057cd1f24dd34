package dev.lockkeeper.activities.fluss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationDifferenceTest {
  @Test
  void aChangeIsShownWithItsPlace() {
    assertThat(difference(List.of("a: 1", "b: 2"), List.of("a: 1", "b: 3")))
        .isEqualTo(
            """
            --- tablet-1:/old
            +++ tablet-1:/new
            @@ -1,2 +1,2 @@
             a: 1
            -b: 2
            +b: 3
            """);
  }

  @Test
  void withoutAChangeItIsEmpty() {
    assertThat(difference(List.of("a: 1"), List.of("a: 1"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "datalake.paimon.jdbc.password: s3cret",
        "fs.oss.accessKeySecret: s3cret",
        "s3.access-key: s3cret",
        "s3.secret-key:   s3cret # comment",
        "security.sasl.plain.jaas.config: x.PlainLoginModule required user_a=\"s3cret\";",
        "client.token:s3cret",
        "# old.password: s3cret",
        "Some.PASSWORD: s3cret",
        "datalake.paimon.uri: jdbc:mysql://me:s3cret@db/fluss"
      })
  void secretsAreMasked(String line) {
    assertThat(difference(List.of("a: 1"), List.of("a: 1", line)))
        .contains("********")
        .doesNotContain("s3cret");
  }

  @Test
  void aLongChangeIsCutAndSaysSo() {
    assertThat(difference(List.of(), Collections.nCopies(500, "a: 1")))
        .contains(" more lines]")
        .hasLineCount(201);
  }

  private static String difference(List<String> before, List<String> after) {
    return ConfigurationDifference.between("tablet-1", "/old", before, "/new", after);
  }
}
