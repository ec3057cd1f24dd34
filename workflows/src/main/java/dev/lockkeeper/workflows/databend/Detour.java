package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.request.Words;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** A way over other releases as the stopovers of a request. */
final class Detour {
  /**
   * A release to stop at.
   *
   * @param upgrade which daemons stop at it
   */
  record Stop(DatabendVersion release, DatabendScope upgrade) {
    /** As it is written in a request, without the archive. */
    @Override
    public String toString() {
      String scope = upgrade == DatabendScope.ALL ? "" : ", upgrade: " + Words.of(upgrade);
      return "{release: {version: " + release + "}" + scope + "}";
    }
  }

  private Detour() {}

  /**
   * The stopovers of a way: rolls to one release that follow each other are one of them. The last
   * is left out, because it is the target of the request.
   */
  static List<Stop> stops(List<Roll> rolls) {
    List<Stop> stops = new ArrayList<>();
    EnumSet<DatabendRole> roles = EnumSet.noneOf(DatabendRole.class);
    for (int i = 0; i + 1 < rolls.size(); i++) {
      Roll roll = rolls.get(i);
      roles.add(roll.role());
      if (!rolls.get(i + 1).to().equals(roll.to())) {
        stops.add(new Stop(roll.to(), scope(roles)));
        roles.clear();
      }
    }
    return stops;
  }

  private static DatabendScope scope(EnumSet<DatabendRole> roles) {
    if (roles.size() > 1) {
      return DatabendScope.ALL;
    }
    return roles.contains(DatabendRole.QUERY) ? DatabendScope.QUERY : DatabendScope.META;
  }
}
