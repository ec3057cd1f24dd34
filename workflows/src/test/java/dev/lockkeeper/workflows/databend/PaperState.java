package dev.lockkeeper.workflows.databend;

import static dev.lockkeeper.workflows.databend.PaperCluster.makes;
import static dev.lockkeeper.workflows.databend.PaperCluster.mayFollow;
import static dev.lockkeeper.workflows.databend.PaperCluster.number;
import static dev.lockkeeper.workflows.databend.PaperCluster.peers;
import static dev.lockkeeper.workflows.databend.PaperCluster.queryNumber;
import static dev.lockkeeper.workflows.databend.PaperCluster.sideBySide;
import static dev.lockkeeper.workflows.databend.PaperCluster.takes;
import static dev.lockkeeper.workflows.databend.PaperCluster.talk;

/**
 * A cluster as numbers. A roll is tried by walking through every set of nodes that may be changed
 * already, and so in every order of the nodes.
 *
 * @param data the form of each meta node's data, as a number
 */
record PaperState(int[] queries, int[] metas, int[] data) {
  static PaperState of(ClusterVersions cluster) {
    return new PaperState(
        cluster.queries().stream().mapToInt(query -> queryNumber(query.version())).toArray(),
        cluster.metas().stream().mapToInt(node -> number(node.binary().version())).toArray(),
        cluster.metas().stream().mapToInt(node -> node.onDisk().ordinal()).toArray());
  }

  /** Whether everything that runs gets along. */
  boolean runs() {
    for (int query : queries) {
      for (int meta : metas) {
        if (!talk(query, meta)) {
          return false;
        }
      }
      for (int other : queries) {
        if (!sideBySide(query, other)) {
          return false;
        }
      }
    }
    for (int i = 0; i < metas.length; i++) {
      if (!takes(metas[i], data[i])) {
        return false;
      }
      for (int other : metas) {
        if (!peers(metas[i], other)) {
          return false;
        }
      }
    }
    return true;
  }

  /** With every query node changed. */
  PaperState queriesOn(int release) {
    return changedQueries((1 << queries.length) - 1, release);
  }

  /** With every meta node changed. */
  PaperState metasOn(int release) {
    return changedMetas((1 << metas.length) - 1, release);
  }

  boolean queriesMayGoTo(int release, boolean together) {
    for (int query : queries) {
      if (query > release || !mayFollow(query, release)) {
        return false;
      }
    }
    if (together) {
      return queriesOn(release).runs();
    }
    for (int changed = 1; changed < 1 << queries.length; changed++) {
      if (!changedQueries(changed, release).runs()) {
        return false;
      }
    }
    return true;
  }

  boolean metasMayGoTo(int release) {
    for (int i = 0; i < metas.length; i++) {
      if (metas[i] > release || metas[i] != release && !takes(release, data[i])) {
        return false;
      }
    }
    for (int changed = 1; changed < 1 << metas.length; changed++) {
      if (!changedMetas(changed, release).runs()) {
        return false;
      }
    }
    return true;
  }

  private PaperState changedQueries(int which, int release) {
    int[] changed = queries.clone();
    for (int i = 0; i < changed.length; i++) {
      if ((which >> i & 1) == 1) {
        changed[i] = release;
      }
    }
    return new PaperState(changed, metas, data);
  }

  private PaperState changedMetas(int which, int release) {
    int[] changed = metas.clone();
    int[] converted = data.clone();
    for (int i = 0; i < changed.length; i++) {
      if ((which >> i & 1) == 1) {
        changed[i] = release;
        converted[i] = makes(release);
      }
    }
    return new PaperState(queries, changed, converted);
  }
}
