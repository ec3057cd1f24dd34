package dev.lockkeeper.lab.ui;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What somebody without a browser is told. */
class BrowserTest {
  @Test
  void aMissingBrowserIsAFailureThatNamesThePackages() {
    assertThatThrownBy(() -> Browser.installed("no-such-browser"))
        .hasMessageContaining("no-such-browser")
        .hasMessageContaining("apt install chromium chromium-driver");
  }
}
