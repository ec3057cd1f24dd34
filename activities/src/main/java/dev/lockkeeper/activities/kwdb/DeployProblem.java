package dev.lockkeeper.activities.kwdb;

import java.util.Arrays;
import java.util.regex.Pattern;

/** The ways in which {@code deploy.sh} (3.0.0 to 3.2.1) says no, in the order they are tried. */
public enum DeployProblem {
  NOT_INSTALLED("does not exist\\. Please install", State.UNTOUCHED),
  NO_PACKAGES("/packages: No such directory|^Package \\S+ does not exist", State.UNTOUCHED),
  WRONG_PACKAGE_KIND("^Current use (container|bare), but the package is", State.UNTOUCHED),
  OLDER_TARGET("older than the current installed version", State.UNTOUCHED),
  /** Also what a second run after a success says, so it may mean that all is well. */
  SAME_VERSION("upgrade conditions are not met", State.UNTOUCHED),
  UNSUPPORTED_MOVE("Official version can not upgrade|upgrade is not supported", State.UNTOUCHED),
  STILL_RUNNING("not support online upgrade|Please stop KaiwuDB", State.UNTOUCHED),
  NODE_NOT_ELIGIBLE("change status failed", State.UNTOUCHED),
  PASSWORD_WANTED(
      "Incorrect password|Please input .*password|a password is required|Can not use command",
      State.UNTOUCHED),
  /** The script calls every failure of the package tool or of Docker a pipe that failed. */
  PACKAGE_TOOL_FAILED("Pipe create failed|KaiwuDB upgrade failed", State.MAYBE_WITHOUT_PROGRAMS),
  RESTART_FAILED("Restart KaiwuDB failed|Recover KaiwuDB failed", State.UPGRADED_NOT_RUNNING),
  UNKNOWN("", State.MAYBE_WITHOUT_PROGRAMS);

  /** What a problem leaves behind. */
  public enum State {
    /** The check came before any change. */
    UNTOUCHED,
    /**
     * The old packages are removed before the new ones are installed, so there may be no programs;
     * data, certificates and configuration are kept.
     */
    MAYBE_WITHOUT_PROGRAMS,
    UPGRADED_NOT_RUNNING
  }

  private final Pattern words;
  private final State state;

  DeployProblem(String words, State state) {
    this.words = Pattern.compile(words);
    this.state = state;
  }

  /** What it leaves behind. */
  public State state() {
    return state;
  }

  static DeployProblem of(String message) {
    return Arrays.stream(values())
        .filter(problem -> problem.words.matcher(message).find())
        .findFirst()
        .orElse(UNKNOWN);
  }
}
