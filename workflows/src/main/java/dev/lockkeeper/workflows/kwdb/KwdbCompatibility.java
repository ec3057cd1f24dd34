package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.kwdb.UpgradePath.AlreadyThere;
import dev.lockkeeper.workflows.kwdb.UpgradePath.How;
import dev.lockkeeper.workflows.kwdb.UpgradePath.ImportExportOnly;
import dev.lockkeeper.workflows.kwdb.UpgradePath.InPlace;
import dev.lockkeeper.workflows.kwdb.UpgradePath.Installer;
import dev.lockkeeper.workflows.kwdb.UpgradePath.Refused;
import dev.lockkeeper.workflows.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which release may be upgraded to which in place, as the upgrade page of each target says. The
 * deploy script is no judge of that: it takes every newer version, also those that the
 * documentation forbids.
 */
public final class KwdbCompatibility {
  /** Target to sources, in place (documentation of 2.0.4 to 3.2.1). 3.0.0 was rewritten. */
  private static final Map<String, Set<String>> SOURCES =
      Map.of(
          "2.0.4", Set.of("2.0.3"),
          "2.1.0", Set.of("2.0.4"),
          "2.2.0", Set.of("2.1.0"),
          "2.2.2", Set.of("2.2.0", "2.2.1"),
          "3.0.0", Set.of(),
          "3.1.0", Set.of("3.0.0"),
          "3.2.0", Set.of("3.0.0", "3.1.0"),
          "3.2.1", Set.of("3.0.0", "3.1.0", "3.2.0"));

  private static final Version FIRST_RUN_FILE = Version.of("3.2.0");

  private KwdbCompatibility() {}

  /** Judges a move. Suffixes count as another release, of which the documentation says nothing. */
  public static UpgradePath judge(Version from, Version to, Topology topology) {
    if (from.equals(to)) {
      return new AlreadyThere();
    }
    if (from.compareTo(to) > 0) {
      return new Refused(
          "KWDB cannot be downgraded from "
              + from
              + " to "
              + to
              + ": uninstall it, install "
              + to
              + " and restore the backup that was taken before");
    }
    Set<String> sources = SOURCES.get(to.text());
    if (sources == null) {
      return new ImportExportOnly(
          "nothing is documented about upgrades to "
              + to
              + "; any release can be exported and imported into it");
    }
    if (!sources.contains(from.text())) {
      return new ImportExportOnly(
          to
              + (sources.isEmpty()
                  ? " cannot be upgraded to in place at all"
                  : " can be upgraded to in place only from "
                      + String.join(", ", sources.stream().sorted().toList()))
              + ", not from "
              + from
              + "; export the data and import it into a new installation");
    }
    return new InPlace(how(topology), installer(to), notes(to, topology));
  }

  private static How how(Topology topology) {
    return switch (topology) {
      case STANDALONE -> How.STANDALONE_OFFLINE;
      case SINGLE_REPLICA -> How.ALL_NODES_OFFLINE;
      case MULTI_REPLICA -> How.NODE_BY_NODE;
    };
  }

  private static Installer installer(Version to) {
    return to.compareTo(FIRST_RUN_FILE) < 0 ? Installer.DEPLOY_SCRIPT : Installer.RUN_FILE;
  }

  private static List<String> notes(Version to, Topology topology) {
    List<String> notes = new ArrayList<>();
    if (to.text().equals("3.1.0") && topology == Topology.MULTI_REPLICA) {
      notes.add(
          "the new time-series raft log store is only in clusters that are installed as 3.1.0");
    }
    if (installer(to) == Installer.RUN_FILE && topology == Topology.MULTI_REPLICA) {
      notes.add(
          "first SET CLUSTER SETTING ts.raft_log.sync_period = '0s', wait 5 minutes, and look at"
              + " the ranges again");
    }
    if (installer(to) == Installer.RUN_FILE) {
      notes.add("afterwards the addresses in the service's unit have to be corrected by hand");
    }
    notes.add("KWDB cannot be downgraded: a way back needs the backup taken before");
    return notes;
  }
}
