package dev.lockkeeper.workflows.databend;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** What an operator of Databend should read before deciding. */
final class DatabendNotes {
  /** The vendor's page "Upgrade Databend" (2026-08), and its maintainers. */
  static final String NO_WAY_BACK =
      "the vendor supports no way back: once this meta node has started on the new release it may have written data that the"
          + " previous one cannot read, so restore is not offered for it; the backup and a new cluster are what remains";

  static final String WAY_BACK_OF_A_QUERY =
      "a query node keeps no data, so its previous release can be started again while no meta node runs the new one; what the"
          + " new release has written by then (roles, tables) may not be readable by the old one, and the vendor supports no way"
          + " back";

  static final String NO_TRANSFER =
      "databend-meta before 1.2.599 cannot hand over leadership: the others elect a leader when it stops, which takes a second"
          + " or two";

  private DatabendNotes() {}

  /** The plan as a text: each roll with every state on the way and why it holds. */
  static String plan(UpgradePath.Direct path) {
    StringJoiner text = new StringJoiner("\n");
    int number = 1;
    for (Roll roll : path.rolls()) {
      text.add(number++ + ". " + title(roll));
      roll.states().forEach(state -> text.add("   - " + state));
    }
    path.cautions().forEach(caution -> text.add("Note: " + caution));
    return text.toString();
  }

  /** Why it cannot be done, and the way around. */
  static String refusal(UpgradePath.Refused refused) {
    StringJoiner text = new StringJoiner("\n- ", "it cannot be done as asked:\n- ", "");
    refused.reasons().forEach(text::add);
    if (refused.detour().isEmpty()) {
      text.add("no way over other releases is known either");
    } else {
      text.add(
          "go over other releases: "
              + detour(refused.detour())
              + "; for that write, with each archive: databend: {through: ["
              + Detour.stops(refused.detour()).stream()
                  .map(Detour.Stop::toString)
                  .collect(Collectors.joining(", "))
              + "]}");
    }
    return text.toString();
  }

  private static String detour(List<Roll> rolls) {
    StringJoiner text = new StringJoiner(", then ");
    rolls.forEach(roll -> text.add(roll.toString()));
    return text.toString();
  }

  private static String title(Roll roll) {
    return roll.role().program()
        + " to "
        + roll.to()
        + (roll.manner() == RollManner.ALL_TOGETHER ? ", all together" : ", one by one")
        + (roll.convertsData() ? "; it converts the data on disk" : "");
  }
}
