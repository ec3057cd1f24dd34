package dev.lockkeeper.lab.ui;

import java.nio.file.Path;
import org.openqa.selenium.By;

/** The web page of Temporal (UI 2.42.1), by what a person can do there. */
final class TemporalPage {
  private static final By HEADING = By.cssSelector("[data-testid=workflow-id-heading]");
  private static final By EDITOR = By.cssSelector("main .cm-content");
  private static final By SIGNAL = By.cssSelector("#signal-confirmation-modal[open]");
  private static final By SIGNAL_NAMES =
      By.cssSelector("#signal-confirmation-modal[open] [data-testid=signal-select-button]");
  private static final By SIGNAL_DATA =
      By.cssSelector("#signal-confirmation-modal[open] .cm-content");
  private static final By SIGNAL_ENCODING =
      By.xpath("//dialog[@open]//label[contains(., 'json/plain')]");
  private static final By SUBMIT =
      By.cssSelector("#signal-confirmation-modal[open] [data-testid=confirm-modal-button]");
  private static final By TIMELINE =
      By.xpath("//*[name()='svg'][.//*[contains(., 'Look at the worker')]]");
  private static final By CURRENT_DETAILS =
      By.xpath("//*[text()='Current Details']/following::iframe[1]");

  /**
   * Chromium drops whatever it is loading when an interface of the machine comes or goes
   * (ERR_NETWORK_CHANGED), as those of other labs do. The page then shows error 500 and this.
   */
  private static final By REFRESH = By.xpath("//button[normalize-space()='Try a refresh']");

  /** What the dialog says of a signal that was dropped in the same way. */
  private static final By DROPPED =
      By.xpath("//dialog[@open]//*[@role='alert'][contains(., 'Failed to fetch')]");

  private final Browser browser;
  private final String workflows;

  TemporalPage(Browser browser, String url) {
    this.browser = browser;
    this.workflows = url + "/namespaces/default/workflows";
    browser.clickWheneverSeen(REFRESH);
  }

  /** Fills in the form <i>Start a Workflow</i>, submits it and opens the run. */
  void start(String type, String queue, String id, String json) {
    By form = By.xpath("//a[contains(., 'Start Workflow')]");
    browser.go(workflows, form);
    browser.click(form);
    browser.type(By.id("workflowId"), id);
    browser.type(By.id("taskQueue"), queue);
    browser.type(By.id("workflowType"), type);
    browser.awaitText(By.tagName("main"), "Task Queue is Active");
    browser.type(EDITOR, json);
    leaveEditor(By.tagName("h1"), EDITOR);
    browser.click(By.cssSelector("button[data-testid=start-workflow-button]"));
    browser.click(By.linkText("Workflow started successfully"));
    browser.awaitText(HEADING, id);
  }

  /**
   * Opens the dialog <i>Send a Signal</i> with its list; gives the text of one of its entries.
   *
   * <p>It leaves the tab <i>User Metadata</i> first: there the page takes every R for itself, even
   * one that is typed into the dialog.
   */
  String listedSignal(String name) {
    browser.click(By.cssSelector("[data-testid=history-tab]"));
    browser.click(By.xpath("//button[contains(., 'More Actions')]"));
    browser.click(By.cssSelector("li[data-testid=signal-button]"));
    browser.click(SIGNAL_NAMES);
    return browser.awaitText(signal(name), name);
  }

  /** Chooses from the list that is open. */
  void fillInSignal(String name, String json) {
    browser.click(signal(name));
    browser.type(SIGNAL_DATA, json);
    leaveEditor(SIGNAL_ENCODING, SIGNAL_DATA);
  }

  /** Sends what was filled in. */
  void submitSignal() {
    browser.click(SUBMIT);
    browser.awaitGone(SIGNAL, DROPPED, SUBMIT);
  }

  /** The part <i>Current Details</i> of the tab <i>User Metadata</i>, once it says this. */
  String currentDetails(String part) {
    browser.click(By.cssSelector("[data-testid=user-metadata-tab]"));
    return browser.awaitTextInFrame(CURRENT_DETAILS, part);
  }

  /** The tab <i>History</i>, once it says this. */
  String history(String part) {
    browser.click(By.cssSelector("[data-testid=history-tab]"));
    return browser.awaitText(By.tagName("main"), part);
  }

  String searchAttributes(String part) {
    browser.click(By.cssSelector("[data-testid=search-attributes-tab]"));
    return browser.awaitText(By.tagName("main"), part);
  }

  /** Waits for this word in the badge beside the workflow id. */
  void awaitState(String state) {
    browser.awaitText(
        By.xpath(
            "//*[@data-testid='workflow-id-heading']/preceding::*[normalize-space()='"
                + state
                + "'][1]"),
        state);
  }

  /** Opens the list of workflows with the line for queries. */
  void openList() {
    By queries = By.cssSelector("[data-testid=toggle-manual-query]");
    browser.go(workflows, queries);
    browser.click(queries);
  }

  /** Searches in the list that is open, and waits until it says this. */
  void search(String query, String part) {
    browser.replace(By.cssSelector("[data-testid=manual-search-input]"), query);
    browser.click(By.cssSelector("[data-testid=manual-search-button]"));
    browser.awaitText(By.tagName("main"), part);
  }

  void open(String id) {
    browser.go(workflows + "/" + id, HEADING);
    browser.awaitText(HEADING, id);
  }

  void picture(Path file) {
    browser.picture(file);
  }

  void pictureOfSignal(Path file) {
    browser.picture(SIGNAL, file);
  }

  /** The whole timeline of the tab <i>History</i>. */
  void pictureOfTimeline(Path file) {
    browser.click(By.cssSelector("[data-testid=expandAll]"));
    browser.picture(TIMELINE, file);
  }

  /**
   * The editor lays its JSON out anew when it is left, which moves the button below: a click on it
   * would only leave the editor, and has to be repeated.
   */
  private void leaveEditor(By elsewhere, By editor) {
    browser.click(elsewhere);
    browser.awaitText(editor, "{\n");
  }

  private static By signal(String name) {
    return By.xpath(
        "//dialog[@open]//li[@role='option'][.//span[normalize-space()='" + name + "']]");
  }
}
