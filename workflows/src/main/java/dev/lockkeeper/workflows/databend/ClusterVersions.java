package dev.lockkeeper.workflows.databend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What runs in a cluster at one moment. Nodes may differ: an upgrade may have been left half done.
 *
 * @param queries what each query node runs, at least one
 * @param metas what each meta node runs, at least one
 */
public record ClusterVersions(List<QueryBinary> queries, List<MetaNode> metas) {
  public ClusterVersions {
    if (queries.isEmpty() || metas.isEmpty()) {
      throw new IllegalArgumentException("a cluster has at least one query and one meta node");
    }
    queries = List.copyOf(queries);
    metas = List.copyOf(metas);
  }

  /** What each meta node runs. */
  public List<MetaBinary> metaBinaries() {
    return metas.stream().map(MetaNode::binary).toList();
  }

  /** The data of the meta node that {@link #withOneMore(MetaBinary)} would change. */
  DataVersion dataOfNextFor(MetaBinary binary) {
    return metas.get(indexOfOther(metaBinaries(), binary)).onDisk();
  }

  /** How many query nodes run exactly this binary. */
  int on(QueryBinary binary) {
    return (int) queries.stream().filter(binary::equals).count();
  }

  /** How many meta nodes run exactly this binary. */
  int on(MetaBinary binary) {
    return (int) metas.stream().filter(node -> node.binary().equals(binary)).count();
  }

  /** The same with one more query node on the binary. */
  ClusterVersions withOneMore(QueryBinary binary) {
    List<QueryBinary> changed = new ArrayList<>(queries);
    changed.set(indexOfOther(changed, binary), binary);
    return new ClusterVersions(changed, metas);
  }

  /** The same with one more meta node on the binary, its data converted by its start. */
  ClusterVersions withOneMore(MetaBinary binary) {
    List<MetaNode> changed = new ArrayList<>(metas);
    changed.set(indexOfOther(metaBinaries(), binary), MetaNode.running(binary));
    return new ClusterVersions(queries, changed);
  }

  /** The same with every query node on the binary. */
  ClusterVersions withAll(QueryBinary binary) {
    return new ClusterVersions(queries.stream().map(query -> binary).toList(), metas);
  }

  /** The same with every meta node on the binary. */
  ClusterVersions withAll(MetaBinary binary) {
    return new ClusterVersions(
        queries, metas.stream().map(node -> MetaNode.running(binary)).toList());
  }

  /** The same with every daemon of a goal on it. */
  ClusterVersions withAll(UpgradeGoal goal) {
    ClusterVersions state = goal.query() == null ? this : withAll(goal.query());
    return goal.meta() == null ? state : state.withAll(goal.meta());
  }

  /** What speaks against this state: nothing, if every node gets along with every other. */
  List<Objection> objections() {
    List<Objection> found = new ArrayList<>();
    for (QueryBinary query : queries.stream().distinct().toList()) {
      for (MetaNode meta : metas.stream().distinct().toList()) {
        Handshake.objection(query, meta.binary()).ifPresent(found::add);
      }
    }
    List<MetaNode> different = metas.stream().distinct().toList();
    for (int i = 0; i < different.size(); i++) {
      MetaNode meta = different.get(i);
      OnDiskData.objection(meta.binary(), meta.onDisk()).ifPresent(found::add);
      for (MetaNode peer : different.subList(i + 1, different.size())) {
        RaftPeers.objection(meta.binary().version(), peer.binary().version()).ifPresent(found::add);
      }
    }
    queryMix().ifPresent(found::add);
    return found;
  }

  private Optional<Objection> queryMix() {
    List<DatabendVersion> versions = queries.stream().map(QueryBinary::version).distinct().toList();
    for (DatabendVersion one : versions) {
      for (DatabendVersion other : versions) {
        Optional<Objection> objection = QueryPeers.objection(one, other);
        if (objection.isPresent()) {
          return objection;
        }
      }
    }
    return Optional.empty();
  }

  private static <T> int indexOfOther(List<T> binaries, T binary) {
    for (int i = 0; i < binaries.size(); i++) {
      if (!binaries.get(i).equals(binary)) {
        return i;
      }
    }
    throw new IllegalStateException("every node runs " + binary + " already");
  }
}
