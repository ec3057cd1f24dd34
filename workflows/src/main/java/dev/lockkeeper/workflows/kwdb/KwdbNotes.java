package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.Fact;
import java.util.ArrayList;
import java.util.List;

/** What an operator of KWDB should know before deciding. */
final class KwdbNotes {
  static final String NO_DOWNGRADE =
      "KWDB cannot be downgraded: once a server of the new release has opened the data, the only way"
          + " back is to uninstall, install the old release and restore the backup";

  static final String AFTER_A_FAILED_INSTALL =
      "deploy.sh removes the old programs before it installs the new ones; it keeps data,"
          + " certificates and configuration, and the job has compared them with what they were."
          + " retry installs the new package; restore installs the previous one again"
          + " (kwdb.previousPackage), as long as the new release has not opened the data";

  private KwdbNotes() {}

  /** What is said at every gate. */
  static List<Fact> atGates(KwdbSettings settings, String copy) {
    List<Fact> facts = new ArrayList<>();
    facts.add(Fact.note("no downgrade", NO_DOWNGRADE));
    facts.add(
        settings.backup() == BackupKind.COPY
            ? Fact.note("backup", "the stopped data directory is copied to " + copy + " first")
            : Fact.note("backup", "taken by the operator (kwdb.backup: taken)"));
    return facts;
  }

  /** What the preparation asks of people, because nothing on a node can tell. */
  static List<Fact> preparation(KwdbSettings settings) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        Fact.note(
            "clients",
            "make sure that they communicate with several nodes, so that none is cut off while one"
                + " node is upgraded"));
    facts.add(
        Fact.note(
            "meanwhile", "compression and lifecycle jobs may fail on a node that is upgraded"));
    if (settings.backup() == BackupKind.TAKEN) {
      facts.add(Fact.note("backup", "approve only if a backup of every node was taken"));
    }
    facts.add(Fact.note("no downgrade", NO_DOWNGRADE));
    return facts;
  }
}
