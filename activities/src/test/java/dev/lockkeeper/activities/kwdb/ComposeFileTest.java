package dev.lockkeeper.activities.kwdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.step.StepFailed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeFileTest {
  private static final String FILE =
      """
      # Näher am Wasser: 🚢 keep me
      version: '3.3'
      services:
        kaiwudb-container:
          image:   "kwdb/kwdb:3.0.0"   # the release
          container_name: kaiwudb-container
          ports: [ "8080:8080", '26257:26257' ]
        proxy:
          image: nginx:1.25
      """;

  @Test
  void onlyTheImageChanges() throws StepFailed {
    ComposeChange change = read(FILE).withImage("kaiwudb-container", "kwdb/kwdb:3.1.0");

    assertThat(change.oldImage()).isEqualTo("kwdb/kwdb:3.0.0");
    assertThat(change.text()).isEqualTo(FILE.replace("kwdb:3.0.0", "kwdb:3.1.0"));
    assertThat(change.difference())
        .contains("-    image:   \"kwdb/kwdb:3.0.0\"   # the release")
        .contains("+    image:   \"kwdb/kwdb:3.1.0\"   # the release")
        .doesNotContain("nginx");
  }

  @Test
  void nothingBesideTheImageIsShown() throws StepFailed {
    assertThat(
            read("services:\n  db:\n    environment: [T=s3cret]\n    image: a:1\n    env: T=s3cret\n")
                .withImage("db", "a:2")
                .difference())
        .contains("-    image: a:1\n+    image: a:2")
        .doesNotContain("s3cret");
    assertThat(
            read("services: {db: {image: a:1, environment: [T=s3cret]}}\n")
                .withImage("db", "a:2")
                .difference())
        .contains("-image: a:1\n+image: a:2")
        .doesNotContain("s3cret");
  }

  @Test
  void theServiceIsFoundByItsContainer() throws StepFailed {
    assertThat(read(FILE).serviceOf("kaiwudb-container")).isEqualTo("kaiwudb-container");
    assertThatThrownBy(() -> read(FILE).serviceOf("other"))
        .hasMessageContaining("name the service");
  }

  @Test
  void theSameImageIsNoChange() throws StepFailed {
    assertThat(read(FILE).withImage("proxy", "nginx:1.25").difference()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services:\n  kwdb:\n    image: kwdb/kwdb:${VERSION}\n",
        "services:\n  kwdb:\n    build: .\n",
        "services:\n  kwdb: &base\n    image: kwdb/kwdb:3.0.0\n  other:\n    <<: *base\n    image: &i a:1\n  last:\n    image: *i\n",
        "services:\n  kwdb:\n    image: kwdb/kwdb:3.0.0\n    image: kwdb/kwdb:3.0.1\n",
        "services: {}\n",
        "services:\n\tkwdb: x\n",
        "services:\n  kwdb:\n    image: >-\n      kwdb/kwdb:3.0.0\n"
      })
  void whatIsNotWrittenOutIsLeftToItsOwner(String text) {
    String service = text.contains("last:") ? "other" : "kwdb";

    assertThatThrownBy(() -> read(text).withImage(service, "kwdb/kwdb:3.1.0"))
        .isInstanceOf(StepFailed.class);
  }

  @Test
  void anImageIsNoPlaceForMore() {
    assertThatThrownBy(() -> read(FILE).withImage("proxy", "a:1\n    privileged: true"))
        .isInstanceOf(StepFailed.class);
  }

  private static ComposeFile read(String text) throws StepFailed {
    return ComposeFile.read("/etc/kaiwudb/script/docker-compose.yml", text);
  }
}
