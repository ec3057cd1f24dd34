package dev.lockkeeper.workflows.databend;

import java.util.ArrayList;
import java.util.List;

/** What speaks against bringing the nodes of one role to another release. */
final class RollRules {
  private RollRules() {}

  /** Between the query nodes themselves. */
  static List<Objection> queryStep(List<QueryBinary> from, QueryBinary to) {
    List<Objection> found = new ArrayList<>();
    for (QueryBinary query : from.stream().distinct().toList()) {
      QueryPeers.objectionToChange(query.version(), to.version()).ifPresent(found::add);
    }
    return found;
  }

  /** Between the meta nodes themselves, and each one's data. A single node meets no other. */
  static List<Objection> metaStep(List<MetaNode> from, MetaBinary to) {
    List<Objection> found = new ArrayList<>();
    for (MetaNode meta : from.stream().distinct().toList()) {
      if (!meta.binary().equals(to)) {
        OnDiskData.objection(to, meta.onDisk()).ifPresent(found::add);
        if (from.size() > 1) {
          RaftPeers.objection(meta.binary().version(), to.version()).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** Between query and meta nodes that meet. */
  static List<Objection> meeting(List<QueryBinary> queries, List<MetaBinary> metas) {
    List<Objection> found = new ArrayList<>();
    for (QueryBinary query : queries.stream().distinct().toList()) {
      for (MetaBinary meta : metas.stream().distinct().toList()) {
        Handshake.objection(query, meta).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Everything that speaks against bringing all query nodes to a release now. */
  static List<Objection> queryRoll(ClusterVersions now, QueryBinary to) {
    List<Objection> found = queryStep(now.queries(), to);
    found.addAll(meeting(List.of(to), now.metaBinaries()));
    return found;
  }

  /** Everything that speaks against bringing all meta nodes to a release now. */
  static List<Objection> metaRoll(ClusterVersions now, MetaBinary to) {
    List<Objection> found = metaStep(now.metas(), to);
    found.addAll(meeting(now.queries(), List.of(to)));
    return found;
  }

  /** How the query nodes have to be changed; a single node meets no other. */
  static RollManner manner(List<QueryBinary> from, QueryBinary to) {
    return from.size() > 1
            && from.stream()
                .anyMatch(
                    query ->
                        QueryPeers.manner(query.version(), to.version()) == RollManner.ALL_TOGETHER)
        ? RollManner.ALL_TOGETHER
        : RollManner.ONE_BY_ONE;
  }
}
