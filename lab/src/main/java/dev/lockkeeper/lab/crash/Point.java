package dev.lockkeeper.lab.crash;

import java.util.Locale;
import java.util.Optional;

/** Where in a run something happens to it. */
public sealed interface Point {
  /** What it is called in results. */
  String name();

  /**
   * Some time after an event of the history was written.
   *
   * @param event its id
   * @param type what kind of event it was in the golden run
   * @param delayMillis 0 for at once
   */
  record AfterEvent(long event, String type, long delayMillis) implements Point {
    @Override
    public String name() {
      return String.format(Locale.ROOT, "event %d %s +%d ms", event, type, delayMillis);
    }
  }

  /** When a job on a node has reached a mark. */
  record AtMark(String node, String mark) implements Point {
    @Override
    public String name() {
      return node + " " + mark;
    }
  }

  /** When a step is begun for the first time. */
  record AtStep(String title) implements Point {
    @Override
    public String name() {
      return "step " + title;
    }
  }

  /** When a gate is open, before it is approved. */
  record AtGate(String gate) implements Point {
    @Override
    public String name() {
      return "gate " + gate;
    }
  }

  /** Before the run is started. */
  record AtStart() implements Point {
    @Override
    public String name() {
      return "start";
    }
  }

  /** Nothing happens: the golden run. */
  record Never() implements Point {
    @Override
    public String name() {
      return "nothing";
    }
  }

  /** The mark that is waited for, if it is one. */
  default Optional<AtMark> awaited() {
    return this instanceof AtMark mark ? Optional.of(mark) : Optional.empty();
  }
}
