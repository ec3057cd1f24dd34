package dev.lockkeeper.workflows.openmldb;

import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Version;
import java.util.ArrayList;
import java.util.List;

/** What an operator of OpenMLDB should know and the vendor's page does not say at that place. */
final class OpenMldbNotes {
  private static final Version CLIENTS_RECONNECT = Version.of("0.6.0");
  private static final Version ONLINE_BY_DEFAULT = Version.of("0.9.0");

  static final String ROLLBACK =
      "the vendor describes no way back beyond the backup of bin and conf; restore puts these back"
          + " and starts the server on them";

  /** A newer leader adds system tables, which stay in ZooKeeper (OpenMLDB 0.8.5, 0.9.0). */
  static final String LEADER =
      "once a nameserver of the new release leads, it may add system tables that the old release"
          + " does not know; from here on the way back is not cheap";

  static final String WRITES_GO_ON =
      "writes go on meanwhile; the vendor expects the loss of a few of them with every change of"
          + " leader (request openmldb.writePause to be asked for a pause)";

  private OpenMldbNotes() {}

  /** What the applications have to do about the step from one release to another. */
  static List<Fact> clients(Version from, Version to) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        Fact.note(
            "Java clients",
            "set openmldb-jdbc and openmldb-native to "
                + to
                + " in the applications' poms, and update the dependencies: ./lockkeeper openmldb"
                + " client-version --to "
                + to
                + " pom.xml"));
    if (from.compareTo(CLIENTS_RECONNECT) < 0) {
      facts.add(
          Fact.note(
              "old clients",
              "apiservers and clients of 0.5 do not find the nameserver again after its restart;"
                  + " restart them"));
    }
    if (from.compareTo(ONLINE_BY_DEFAULT) < 0 && to.compareTo(ONLINE_BY_DEFAULT) >= 0) {
      facts.add(
          Fact.note(
              "0.9",
              "sessions execute online by default from 0.9.0 on, and servers know users and"
                  + " passwords; check the applications"));
    }
    return facts;
  }
}
