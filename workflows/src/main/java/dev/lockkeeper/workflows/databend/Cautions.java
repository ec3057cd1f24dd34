package dev.lockkeeper.workflows.databend;

import java.util.ArrayList;
import java.util.List;

/** What an operator should know before an upgrade over certain releases; none of it refuses. */
final class Cautions {
  private static final List<Crossing> CROSSINGS =
      List.of(
          new Crossing(
              DatabendRole.META,
              "1.2.53",
              "1.2.53 changed the form of snapshots: every meta node must be caught up before the next one is stopped, or it can no"
                  + " longer be helped by a snapshot"),
          new Crossing(
              DatabendRole.QUERY,
              "1.2.684",
              "from 1.2.684 on, query nodes without cluster_id in their configuration see only nodes of exactly their own release"),
          new Crossing(
              DatabendRole.QUERY,
              "1.2.709",
              "query nodes older than 1.2.709 may not read tables that newer ones have written: upgrade all query nodes of the"
                  + " tenant together, also those of other clusters"),
          new Crossing(
              DatabendRole.QUERY,
              "1.2.764",
              "if system_history is kept on a storage of its own, all query nodes of the tenant must be 1.2.764 or newer"));

  private Cautions() {}

  static List<String> of(ClusterVersions now, List<Roll> rolls) {
    List<String> cautions = new ArrayList<>();
    if (!rolls.isEmpty()) {
      cautions.add("the vendor supports no way back once a newer release has run");
    }
    for (Crossing crossing : CROSSINGS) {
      if (oldest(now, crossing.role()).before(crossing.release())
          && rolls.stream()
              .anyMatch(
                  roll ->
                      roll.role() == crossing.role() && roll.to().atLeast(crossing.release()))) {
        cautions.add(crossing.text());
      }
    }
    data(now, rolls, cautions);
    return cautions;
  }

  private static void data(ClusterVersions now, List<Roll> rolls, List<String> cautions) {
    DataVersion oldest =
        now.metas().stream().map(MetaNode::onDisk).min(DataVersion::compareTo).orElseThrow();
    boolean toV004 =
        rolls.stream()
            .anyMatch(
                roll ->
                    roll.role() == DatabendRole.META
                        && roll.to().atLeast(DatabendVersion.of("1.2.655")));
    if (rolls.stream().anyMatch(Roll::convertsData)) {
      cautions.add(
          "meta nodes convert their data when they start; keep twice the size of raft_dir free on each, because the old form is"
              + " removed last");
    }
    if (toV004 && oldest.compareTo(DataVersion.V002) <= 0) {
      cautions.add(
          "after V002 data became V004, meta nodes of one cluster were seen with different contents: compare snapshot_key_count and"
              + " last_seq of all nodes");
    }
  }

  private static DatabendVersion oldest(ClusterVersions now, DatabendRole role) {
    List<DatabendVersion> versions =
        role == DatabendRole.QUERY
            ? now.queries().stream().map(QueryBinary::version).toList()
            : now.metaBinaries().stream().map(MetaBinary::version).toList();
    return versions.stream().min(DatabendVersion::compareTo).orElseThrow();
  }

  private record Crossing(DatabendRole role, DatabendVersion release, String text) {
    Crossing(DatabendRole role, String release, String text) {
      this(role, DatabendVersion.of(release), text);
    }
  }
}
