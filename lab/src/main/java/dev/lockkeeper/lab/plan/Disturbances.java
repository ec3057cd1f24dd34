package dev.lockkeeper.lab.plan;

import dev.lockkeeper.lab.databend.DatabendObserver;
import dev.lockkeeper.lab.observer.DownInterval;
import dev.lockkeeper.lab.observer.ObserverReport;
import dev.lockkeeper.lab.observer.ServerStart;
import dev.lockkeeper.lab.observer.Violation;
import java.util.ArrayList;
import java.util.List;

/** What an observer has seen that no plan may cause; the same sentence for the same event. */
public final class Disturbances {
  private Disturbances() {}

  /** Of a Fluss, OpenMLDB or KWDB cluster. */
  public static List<String> of(ObserverReport seen) {
    List<String> all = new ArrayList<>();
    seen.downIntervals().forEach(down -> all.add(down(down)));
    for (ServerStart start : seen.starts()) {
      all.add(
          "a server of " + start.version() + " started on " + start.node() + " at " + start.at());
    }
    for (Violation violation : seen.violations()) {
      all.add(violation.kind() + ": " + violation.subject());
    }
    seen.blindSpots().forEach(blind -> all.add("not seen: " + blind));
    return all;
  }

  /** Of a Databend cluster. */
  public static List<String> of(DatabendObserver.Report seen) {
    List<String> all = new ArrayList<>(seen.violations());
    seen.down().forEach(down -> all.add(down(down)));
    seen.starts()
        .forEach((node, times) -> all.add(node + " was started, " + times + " times by now"));
    seen.blindSpots().forEach(blind -> all.add("not seen: " + blind));
    return all;
  }

  private static String down(DownInterval down) {
    return down.node() + " could not be reached since " + down.from();
  }
}
