package dev.lockkeeper.lab.ui;

import dev.lockkeeper.lab.process.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A Chromium without a window, with the patience of a person. It deals with visible elements only,
 * because the Temporal page keeps hidden copies of its menus and dialogs.
 */
final class Browser implements AutoCloseable {
  /** Long, because a busy machine may draw a page slowly; a page that is quick costs no time. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration BEFORE_LOADING_AGAIN = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final ChromeDriver driver;
  private @Nullable By interruption;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts one.
   *
   * @param profile a new directory for what it remembers
   */
  static Browser open(Path profile) {
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(installed("chromedriver").toFile())
            .usingAnyFreePort()
            .build();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(installed("chromium").toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // The frame takes 143 of the height.
        "--window-size=1440,1043",
        "--user-data-dir=" + profile);
    return new Browser(new ChromeDriver(service, options));
  }

  /** Given to the driver by path, so that nothing is ever downloaded. */
  static Path installed(String program) {
    return Commands.find(program)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "There is no %s on the PATH. Install a browser for this test (Debian: apt install chromium chromium-driver)."
                        .formatted(program)));
  }

  void go(String url) {
    driver.get(url);
  }

  /**
   * Opens a page and waits until there is this to see. A page that has not come after ten seconds
   * is loaded again: one whose scripts were dropped on their way stays empty.
   */
  void go(String url, By place) {
    until("saw " + place + " in " + url, () -> loaded(url, place) ? true : null);
  }

  private boolean loaded(String url, By place) {
    driver.get(url);
    try {
      new WebDriverWait(driver, BEFORE_LOADING_AGAIN, BETWEEN_LOOKS)
          .ignoring(StaleElementReferenceException.class)
          .until(page -> !shown(place).isEmpty());
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** Nothing can be loaded from a network any more. */
  void goOffline() {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of("offline", true, "latency", 0, "downloadThroughput", 0, "uploadThroughput", 0));
  }

  /** Shows pages in so many pixels; a window cannot be as narrow as a telephone. */
  void view(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** What an expression of JavaScript gives in the page. */
  Object ask(String expression) {
    return Objects.requireNonNull(driver.executeScript("return " + expression), expression);
  }

  void click(By place) {
    until(
        "could click " + place,
        () -> {
          WebElement target = visible(place);
          // The driver scrolls no further than the edge, where the page's head covers it.
          center(target);
          target.click();
          return true;
        });
  }

  /** Types at the end of what is there. */
  void type(By place, CharSequence text) {
    until(
        "could type into " + place,
        () -> {
          visible(place).sendKeys(text);
          return true;
        });
  }

  /** Types in the place of what is there. */
  void replace(By place, CharSequence text) {
    type(place, Keys.chord(Keys.CONTROL, "a") + text);
  }

  /**
   * From now on a button that comes in the way of any wait, such as one that loads a page again.
   */
  void clickWheneverSeen(By button) {
    interruption = button;
  }

  /**
   * Waits until there is nothing of that kind to see; for as long as this fault shows, tries anew.
   */
  void awaitGone(By place, By fault, By retry) {
    until(
        "saw no " + place + " any more",
        () -> {
          if (shown(place).isEmpty()) {
            return true;
          }
          if (!shown(fault).isEmpty()) {
            visible(retry).click();
          }
          return null;
        });
  }

  /** Waits until what is to see there contains this text; gives all of its text. */
  String awaitText(By place, String part) {
    return until(
        "saw \"" + part + "\" in " + place,
        () -> {
          String text = visible(place).getText();
          return text.contains(part) ? text : null;
        });
  }

  /** Waits until the page in the frame at this place contains this text; gives all of its text. */
  String awaitTextInFrame(By place, String part) {
    return until(
        "saw \"" + part + "\" in the frame " + place,
        () -> {
          driver.switchTo().frame(visible(place));
          try {
            String text = driver.findElement(By.tagName("body")).getText();
            return text.contains(part) ? text : null;
          } finally {
            driver.switchTo().defaultContent();
          }
        });
  }

  /** What is in the window now, as a PNG file. */
  void picture(Path file) {
    write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /** One thing alone, as a PNG file; the window is made as high as it takes to see all of it. */
  void picture(By place, Path file) {
    Dimension before = driver.manage().window().getSize();
    int height = before.getHeight() + visible(place).getSize().getHeight();
    driver.manage().window().setSize(new Dimension(before.getWidth(), height));
    write(file, visible(place).getScreenshotAs(OutputType.BYTES));
    driver.manage().window().setSize(before);
  }

  private static void write(Path file, byte[] png) {
    try {
      Files.write(file, png);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the picture " + file, e);
    }
  }

  private void center(WebElement target) {
    driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", target);
  }

  private WebElement visible(By place) {
    return shown(place).stream()
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("nothing to see of " + place));
  }

  private List<WebElement> shown(By place) {
    return driver.findElements(place).stream().filter(WebElement::isDisplayed).toList();
  }

  /** The page may draw itself anew at any moment, so everything is looked up again each time. */
  private <T> T until(String what, Supplier<@Nullable T> look) {
    try {
      return new WebDriverWait(driver, PATIENCE, BETWEEN_LOOKS)
          .ignoring(NoSuchElementException.class)
          .ignoring(StaleElementReferenceException.class)
          .ignoring(ElementNotInteractableException.class)
          .until(
              page -> {
                passInterruption();
                return seen(look);
              });
    } catch (TimeoutException e) {
      throw new AssertionError(
          "waited in vain until the browser %s; it shows %s:%n%s"
              .formatted(
                  what, driver.getCurrentUrl(), driver.findElement(By.tagName("body")).getText()),
          e);
    }
  }

  private void passInterruption() {
    if (interruption != null) {
      shown(interruption).forEach(WebElement::click);
    }
  }

  /**
   * ChromeDriver 156 tells of a thing that went while it was read, such as the body of a frame that
   * is filled anew, as an inspector error and not as a stale element.
   */
  private static <T> @Nullable T seen(Supplier<@Nullable T> look) {
    try {
      return look.get();
    } catch (WebDriverException e) {
      if (String.valueOf(e.getRawMessage()).contains("does not belong to the document")) {
        throw new StaleElementReferenceException("it went while it was read", e);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
