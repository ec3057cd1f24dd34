package dev.lockkeeper.workflows.kwdb;

import java.util.List;

/** Whether and how one release of KWDB becomes another. */
public sealed interface UpgradePath {

  /** The installed release is the wanted one. */
  record AlreadyThere() implements UpgradePath {}

  /**
   * The documentation of the target allows it in place.
   *
   * @param how in which way
   * @param installer what the target is delivered as
   * @param notes what has to be done or known besides
   */
  record InPlace(How how, Installer installer, List<String> notes) implements UpgradePath {
    public InPlace {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Not in place, but by export and import into a new installation.
   *
   * @param why the reason
   */
  record ImportExportOnly(String why) implements UpgradePath {}

  /**
   * Not at all.
   *
   * @param why the reason, and what can be done
   */
  record Refused(String why) implements UpgradePath {}

  /** The order of stopping and upgrading. */
  enum How {
    /** Stop, upgrade, start. */
    STANDALONE_OFFLINE,
    /** Stop all, upgrade each, start all. */
    ALL_NODES_OFFLINE,
    /** One node after the other while the others serve. */
    NODE_BY_NODE
  }

  /** What a release is delivered as. */
  enum Installer {
    /** An archive with {@code deploy.sh}. */
    DEPLOY_SCRIPT,
    /** A {@code .run} file that opens an editor; it cannot be run by a script as documented. */
    RUN_FILE
  }
}
