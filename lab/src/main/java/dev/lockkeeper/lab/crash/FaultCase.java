package dev.lockkeeper.lab.crash;

import java.util.Map;

/**
 * Something that happens to a run at a point of it, and how the run must take it.
 *
 * @param mode what kind of thing
 * @param what happens, for people
 * @param when it happens, for people
 * @param slow what the server of the point's node is slower at, by key, in seconds; so that there
 *     is time for it to happen
 * @param settings what the request says of the look-alike
 */
record FaultCase(
    FaultMode mode,
    String what,
    String when,
    Point point,
    Strike strike,
    Map<String, Double> slow,
    Map<String, String> settings,
    Ending ending) {

  static FaultCase of(FaultMode mode, String what, Moment moment, Strike strike, Ending ending) {
    return new FaultCase(
        mode, what, moment.words(), moment.point(), strike, moment.slow(), Map.of(), ending);
  }

  /** The same with a setting of the look-alike in the request. */
  FaultCase with(String key, String value) {
    return new FaultCase(mode, what, when, point, strike, slow, Map.of(key, value), ending);
  }

  /** Makes the lane's cluster ready for it. */
  void prepare(Lane lane) {
    String slowNode = point.awaited().map(Point.AtMark::node).orElse("node-2");
    slow.forEach(lane.cluster().node(slowNode)::slow);
  }
}
