package dev.lockkeeper.workflows.databend;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes down a legal change of one role, state by state. */
final class RollWriter {
  private RollWriter() {}

  static Roll query(ClusterVersions now, QueryBinary to) {
    RollManner manner = RollRules.manner(now.queries(), to);
    List<RollState> states = new ArrayList<>();
    ClusterVersions state = now;
    if (manner == RollManner.ALL_TOGETHER) {
      states.add(
          new RollState(
              "all query nodes stopped, " + metas(now),
              List.of("no query node runs: the two releases must not run side by side")));
      state = now.withAll(to);
      states.add(state(state));
    }
    while (state.on(to) < state.queries().size()) {
      state = state.withOneMore(to);
      states.add(state(state));
    }
    return new Roll(DatabendRole.QUERY, to.version(), manner, false, states);
  }

  static Roll meta(ClusterVersions now, MetaBinary to) {
    List<RollState> states = new ArrayList<>();
    ClusterVersions state = now;
    while (state.on(to) < state.metas().size()) {
      ClusterVersions next = state.withOneMore(to);
      RollState written = state(next);
      List<String> because = new ArrayList<>(written.because());
      because.add(OnDiskData.fate(to, state.dataOfNextFor(to)));
      states.add(new RollState(written.description(), because));
      state = next;
    }
    return new Roll(
        DatabendRole.META, to.version(), RollManner.ONE_BY_ONE, converts(now, to), states);
  }

  private static boolean converts(ClusterVersions now, MetaBinary to) {
    return now.metas().stream()
        .anyMatch(node -> !node.binary().equals(to) && node.onDisk() != to.working());
  }

  private static RollState state(ClusterVersions state) {
    return new RollState(queries(state) + ", " + metas(state), because(state));
  }

  private static List<String> because(ClusterVersions state) {
    Set<String> because = new LinkedHashSet<>();
    for (QueryBinary query : state.queries().stream().distinct().toList()) {
      for (MetaBinary meta : state.metaBinaries().stream().distinct().toList()) {
        because.add(Handshake.agreement(query, meta));
      }
    }
    List<MetaBinary> metas = state.metaBinaries().stream().distinct().toList();
    if (metas.size() > 1) {
      because.add(
          "meta "
              + metas.stream()
                  .map(meta -> meta.version().toString())
                  .collect(Collectors.joining(" and "))
              + " may be members of one cluster");
    }
    return List.copyOf(because);
  }

  private static String queries(ClusterVersions state) {
    return counts("query", state.queries().stream().map(QueryBinary::version).toList());
  }

  private static String metas(ClusterVersions state) {
    return counts("meta", state.metaBinaries().stream().map(MetaBinary::version).toList());
  }

  /** Such as {@code query 1 of 3 on 1.2.833 and 2 on 1.2.680}. */
  private static String counts(String role, List<DatabendVersion> versions) {
    List<String> parts = new ArrayList<>();
    for (DatabendVersion version : versions.stream().distinct().toList()) {
      long count = versions.stream().filter(version::equals).count();
      parts.add(
          parts.isEmpty()
              ? count + " of " + versions.size() + " on " + version
              : count + " on " + version);
    }
    return role + " " + String.join(" and ", parts);
  }
}
