package dev.lockkeeper.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of samples. */
class BenchResultsTest {
  private static final Machine MACHINE =
      new Machine(LocalDate.of(2026, 1, 2), 2, 8000, "a VM", "Linux 6", 0.1);
  private static final Measured MEASURED =
      new Measured(
          List.of(
              series("bash", 2.0, 1.0, 3.0),
              series("lockkeeper", 1.5, 1.6, 1.4),
              new Series("start", "time of <x>", "lockkeeper", "s", List.of(0.2))),
          List.of(
              new Bar("overhead", "beside bash", 0.75, 1, ""),
              new Bar("start", "time of <x>", 0.2, 0.1, "s")));

  @TempDir private Path directory;

  @Test
  void theMedianIsAMiddleSampleWhateverTheirOrder() {
    assertThat(series("bash", 9, 1, 5).median()).isEqualTo(5);
    assertThat(series("bash", 4, 1, 3, 2).median()).isEqualTo(2);
    assertThat(series("bash", 7).median()).isEqualTo(7);
  }

  @Test
  void ninetyNinePercentOfAHundredSamplesAreNotAboveTheSecondLargest() {
    Series hundred =
        series("lockkeeper", IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray());

    assertThat(hundred.percentile(99)).isEqualTo(99);
    assertThat(hundred.percentile(100)).isEqualTo(100);
  }

  @Test
  void aFigureWithoutSamplesIsRefused() {
    assertThatThrownBy(() -> series("bash")).hasMessageContaining("no samples of wall by bash");
  }

  @Test
  void aBarIsMetAtItsLimitAndMissedAboveIt() {
    assertThat(new Bar("start", "help", 0.4, 0.4, "s").met()).isTrue();
    assertThat(new Bar("start", "help", 0.401, 0.4, "s").met()).isFalse();
  }

  @Test
  void theLinesKeepEverySampleInItsOrder() {
    assertThat(BenchLines.of(MACHINE, MEASURED))
        .hasSize(6)
        .anyMatch(line -> line.startsWith("{\"kind\":\"machine\",") && line.contains("\"cores\":2"))
        .anyMatch(line -> line.contains("[2.0,1.0,3.0]") && line.contains("\"median\":2.0"))
        .anyMatch(line -> line.contains("\"kind\":\"bar\"") && line.contains("\"met\":false"));
  }

  @Test
  void thePageHasAPictureOfWhatSeveralWaysHaveBesideIt() throws Exception {
    Path page = directory.resolve("performance.md");

    BenchPage.write(page, MACHINE, MEASURED, 3);

    assertThat(page)
        .content()
        .contains("](pictures/performance-overhead.svg)", "--runs 3")
        .contains("| wall | bash | 2.00 s | 2.00, 1.00, 3.00 |")
        .contains("| start | time of <x> | 0.200 s | 0.100 s | **missed** by 0.100 s |")
        .contains("| overhead | beside bash | 0.750 | 1.00 | met |");
    assertThat(directory.resolve("pictures/performance-start.svg")).doesNotExist();
    String picture = Files.readString(directory.resolve("pictures/performance-overhead.svg"));
    assertThat(picture).contains("overhead: wall", "bash", "lockkeeper").doesNotContain("time of");
    // The longest of a group, and three quarters of it.
    assertThat(picture).contains("width=\"640\"").contains("width=\"480\"");
  }

  private static Series series(String way, double... samples) {
    return new Series("overhead", "wall", way, "s", Arrays.stream(samples).boxed().toList());
  }
}
