package dev.lockkeeper.lab.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.starter.report.Chronicle;
import dev.lockkeeper.starter.report.HtmlReport;
import dev.lockkeeper.starter.report.PlanPage;
import dev.lockkeeper.starter.view.PlanDocument;
import dev.lockkeeper.workflows.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A plan and a report of a practice cluster in a browser without a network, on a desk and on a
 * telephone.
 *
 * <p>With {@code -Dlockkeeper.pictures=DIRECTORY} it keeps pictures of them.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
  private static final String PICTURES = System.getProperty("lockkeeper.pictures", "");

  private static final int HEIGHT = 900;

  /** Whatever could make a browser load or run something; a link only does when it is clicked. */
  private static final String ELSEWHERE =
      "[...document.querySelectorAll('[src],[srcset],[data],link,script:not([type=\"application/json\"]),iframe,form')]"
          + ".map(element => element.outerHTML)";

  private static final String LOADED =
      "performance.getEntriesByType('resource').map(entry => entry.name)";

  /** What stands out of the page and does not scroll in a box of its own. */
  private static final String TOO_WIDE =
      "document.documentElement.scrollWidth <= innerWidth ? [] :"
          + " [...document.querySelectorAll('body *')]"
          + ".filter(element => element.getBoundingClientRect().right > innerWidth)"
          + ".slice(-5).map(element => element.outerHTML.slice(0, 200))";

  private static final String SMALLEST_LETTERS =
      "Math.min(...[...document.querySelectorAll('body *')].filter(e => e.innerText)"
          + ".map(e => parseFloat(getComputedStyle(e).fontSize)))";

  @TempDir private static Path directory;

  private Browser browser;

  @BeforeAll
  void open() throws IOException {
    write("plan", PlanPage.text(read("plan.json", PlanDocument.class)));
    write("report", HtmlReport.text(read("report.json", Chronicle.class)));
    browser = Browser.open(directory.resolve("browser"));
    browser.goOffline();
  }

  @AfterAll
  void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"plan, 1280", "plan, 390", "report, 1280", "report, 390"})
  void aPageReadsWellAtEveryWidthAndLoadsNothing(String page, int width) {
    browser.view(width, HEIGHT);
    browser.go(file(page).toUri().toString());
    keepPicture(page + "-" + width);

    // Everything that can be opened shall fit, too.
    browser.ask("document.querySelectorAll('details').forEach(one => one.open = true) ?? true");
    keepWholePicture(page + "-" + width + "-opened", width);

    assertThat(browser.ask("document.querySelectorAll('h2').length > 2")).isEqualTo(true);
    assertThat(browser.ask("innerWidth")).isEqualTo((long) width);
    assertThat(browser.ask(TOO_WIDE)).isEqualTo(List.of());
    assertThat(browser.ask(ELSEWHERE)).isEqualTo(List.of());
    assertThat(browser.ask(LOADED)).isEqualTo(List.of());
    assertThat(((Number) browser.ask(SMALLEST_LETTERS)).doubleValue()).isGreaterThanOrEqualTo(12);
  }

  private void keepPicture(String name) {
    if (!PICTURES.isEmpty()) {
      browser.picture(Path.of(PICTURES, name + ".png"));
    }
  }

  private void keepWholePicture(String name, int width) {
    if (!PICTURES.isEmpty()) {
      Number height = (Number) browser.ask("document.documentElement.scrollHeight");
      browser.view(width, height.intValue());
      keepPicture(name);
      browser.view(width, HEIGHT);
    }
  }

  private static Path file(String page) {
    return directory.resolve(page + ".html");
  }

  private static void write(String page, String text) throws IOException {
    Files.writeString(file(page), text);
  }

  private static <T> T read(String name, Class<T> type) throws IOException {
    try (InputStream file = PagesTest.class.getResourceAsStream("/pages/" + name)) {
      return Json.mapper().readValue(Objects.requireNonNull(file, name), type);
    }
  }
}
