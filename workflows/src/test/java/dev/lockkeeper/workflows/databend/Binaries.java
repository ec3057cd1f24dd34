package dev.lockkeeper.workflows.databend;

import java.util.Collections;
import java.util.List;

/** Clusters and binaries for tests, with what the published releases print. */
final class Binaries {
  private Binaries() {}

  static QueryBinary query(String version) {
    return ReleaseTable.query(DatabendVersion.of(version)).orElseThrow();
  }

  static QueryBinary query(String version, String oldestMeta) {
    return new QueryBinary(DatabendVersion.of(version), DatabendVersion.of(oldestMeta));
  }

  static MetaBinary meta(String version) {
    return ReleaseTable.meta(DatabendVersion.of(version)).orElseThrow();
  }

  /** Three query and three meta nodes. */
  static ClusterVersions cluster(QueryBinary query, MetaBinary meta) {
    return new ClusterVersions(
        Collections.nCopies(3, query), Collections.nCopies(3, MetaNode.running(meta)));
  }

  static ClusterVersions cluster(String version) {
    return cluster(query(version), meta(version));
  }

  static UpgradeGoal both(String version) {
    return new UpgradeGoal(query(version), meta(version));
  }

  static List<String> names(List<Roll> rolls) {
    return rolls.stream().map(Roll::toString).toList();
  }
}
