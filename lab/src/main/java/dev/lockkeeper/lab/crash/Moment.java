package dev.lockkeeper.lab.crash;

import java.util.Map;

/**
 * A point of the look-alike's upgrade that an operator knows.
 *
 * @param words when it is, as the end of a sentence
 * @param slow what has to be slower than usual so that it lasts, by key, in seconds
 */
record Moment(String words, Point point, Map<String, Double> slow) {
  private static final String VERSION = "1.1.0";

  static final Moment START = new Moment("from the beginning", new Point.AtStart(), Map.of());
  static final Moment FENCE = step("while the nodes are fenced", "Fence the nodes for this run");
  static final Moment INSPECT = step("during the preflight of `node-2`", "Inspect (node-2)");
  static final Moment STAGE =
      step("while the release is brought to `node-2`", "Stage " + VERSION + " (node-2)");
  static final Moment SET =
      step("while the temporary setting is made", "Set auto-move to off for now");
  static final Moment GATE =
      new Moment("while the gate `node-2` is open", new Point.AtGate("node-2"), Map.of());
  static final Moment STOPPING =
      mark("while the server of `node-2` is being stopped", "stopping", "stop.seconds", 3.0);
  static final Moment DOWN =
      mark("while the server of `node-2` is down", "stopped", "start.seconds", 2.0);
  static final Moment STARTING =
      mark("while the new release starts on `node-2`", "switched", "start.seconds", 3.0);
  static final Moment IN_SYNC =
      new Moment(
          "while the replicas of `node-2` catch up",
          new Point.AtStep("Wait until it is back and every replica is in sync (node-2)"),
          Map.of("catchup.seconds", 3.0));
  static final Moment PUT_BACK =
      step("while the temporary setting is put back", "Set auto-move back to on");
  static final Moment VERIFY =
      step("while `node-2` is looked at in the end", "Read the running version (node-2)");
  static final Moment FREE = step("while the nodes are freed", "Free the nodes");

  private static Moment step(String words, String title) {
    return new Moment(words, new Point.AtStep(title), Map.of());
  }

  private static Moment mark(String words, String mark, String slow, double seconds) {
    return new Moment(words, new Point.AtMark("node-2", mark), Map.of(slow, seconds));
  }
}
