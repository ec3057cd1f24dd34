package dev.lockkeeper.lab.crash;

import dev.lockkeeper.workflows.model.Choice;
import java.util.List;

/** What happens to a host and to the server on it. */
final class HostFaults {
  private static final String FIRST = "node-1";
  private static final String NODE = "node-2";
  private static final String REBOOTS = "`node-2` reboots; its server does not start by itself";
  private static final String STARTED = "start the server by hand";
  private static final String HOME = "The login user's home on `node-2` is full";
  private static final String OPT = "The releases' directory on `node-2` is full";
  private static final String FREED = "make room";
  private static final String IGNORES = "The server of `node-1` ignores the vendor's stop command";

  private HostFaults() {}

  static List<FaultCase> reboots() {
    return List.of(
        reboot(Moment.STAGE, new Reboot(NODE, true), STARTED, "node-1.safety UNHEALTHY", 1),
        reboot(Moment.GATE, new Reboot(NODE, true), STARTED, "node-2.safety UNHEALTHY", 1),
        FaultCase.of(
            FaultMode.REBOOT,
            "`node-1`, which is upgraded, reboots; its server does not start by itself",
            Moment.GATE,
            new Reboot(FIRST, true),
            Ending.afterRetry(STARTED, "node-2.safety UNHEALTHY").withStarts(2)),
        reboot(Moment.STOPPING, new Reboot(NODE, false), "", "node-2.restart LOST", 1),
        reboot(Moment.DOWN, new Reboot(NODE, false), "", "node-2.restart LOST", 2),
        reboot(Moment.STARTING, new Reboot(NODE, false), "", "node-2.restart LOST", 2),
        reboot(Moment.IN_SYNC, new Reboot(NODE, true), STARTED, "node-2.in-sync UNHEALTHY", 2)
            .with("inSyncLimit", "PT10S"));
  }

  private static FaultCase reboot(
      Moment moment, Strike strike, String byHand, String asked, int starts) {
    return FaultCase.of(
        FaultMode.REBOOT,
        REBOOTS,
        moment,
        strike,
        Ending.afterRetry(byHand, asked).withStarts(starts));
  }

  static List<FaultCase> disks() {
    return List.of(
        FaultCase.of(
            FaultMode.DISK,
            HOME,
            Moment.START,
            new FullDisk(NODE, FullDisk.Place.HOME),
            Ending.refused("nothing was changed; the cluster cannot be fenced")),
        FaultCase.of(
            FaultMode.DISK,
            OPT,
            Moment.START,
            new FullDisk(NODE, FullDisk.Place.RELEASES),
            Ending.refused("KiB are free in")),
        disk(HOME, FullDisk.Place.HOME, Moment.STAGE, "node-2.stage FAILED_COMMAND"),
        disk(OPT, FullDisk.Place.RELEASES, Moment.STAGE, "node-2.stage FAILED_COMMAND"),
        disk(HOME, FullDisk.Place.HOME, Moment.GATE, "node-2.restart FAILED_COMMAND"),
        disk(HOME, FullDisk.Place.HOME, Moment.STOPPING, "node-2.restart LOST"));
  }

  private static FaultCase disk(String what, FullDisk.Place place, Moment moment, String asked) {
    return FaultCase.of(
        FaultMode.DISK, what, moment, new FullDisk(NODE, place), Ending.afterRetry(FREED, asked));
  }

  static List<FaultCase> freezes() {
    String asked = "node-1.restart TIMEOUT";
    return List.of(
        freeze(new FrozenStop(FIRST, true), Ending.afterRetry("let the server obey again", asked)),
        freeze(
            new FrozenStop(FIRST, false),
            Ending.abandoned(Choice.ABORT, "aborted after Stop, switch and start", "", asked)),
        freeze(
            new FrozenStop(FIRST, false),
            Ending.abandoned(Choice.RESTORE, "the previous release was restored", "", asked)),
        freeze(
            new FrozenStop(FIRST, true),
            Ending.abandoned(
                Choice.RESTORE,
                "the previous release was restored",
                "let the server obey again",
                asked)));
  }

  private static FaultCase freeze(Strike strike, Ending ending) {
    return FaultCase.of(FaultMode.FREEZE, IGNORES, Moment.START, strike, ending)
        .with("stopLimit", "PT3S");
  }

  static List<FaultCase> delays() {
    return List.of(
        delay("The SSH server of `node-2` answers up to 1.2 s late", List.of(NODE), Moment.START),
        delay(
            "The SSH servers of all nodes answer up to 1.2 s late",
            List.of(FIRST, NODE, "node-3"),
            Moment.START));
  }

  private static FaultCase delay(String what, List<String> nodes, Moment moment) {
    return FaultCase.of(FaultMode.DELAY, what, moment, new LateAnswers(nodes), Ending.byItself());
  }
}
