package dev.lockkeeper.lab.crash;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What happens to Lockkeeper itself, and to Temporal. */
final class OrchestratorFaults {
  private OrchestratorFaults() {}

  static List<FaultCase> worker() {
    return Stream.of(
            Moment.FENCE,
            Moment.STAGE,
            Moment.SET,
            Moment.GATE,
            Moment.STOPPING,
            Moment.STARTING,
            Moment.IN_SYNC,
            Moment.PUT_BACK,
            Moment.FREE)
        .map(
            moment ->
                FaultCase.of(
                    FaultMode.WORKER,
                    "The worker is killed; another one starts",
                    moment,
                    new CrashRun.KilledWorker(),
                    Ending.byItself()))
        .toList();
  }

  static List<FaultCase> server() {
    return Stream.of(
            Moment.STAGE,
            Moment.GATE,
            Moment.STOPPING,
            Moment.STARTING,
            Moment.IN_SYNC,
            Moment.PUT_BACK,
            Moment.FREE)
        .map(
            moment ->
                FaultCase.of(
                    FaultMode.SERVER,
                    "The Temporal server is killed and started again 2 s later",
                    moment,
                    new KilledServer(),
                    Ending.byItself()))
        .toList();
  }

  private static final class KilledServer implements Strike {
    @Override
    public void on(Lane lane) throws InterruptedException {
      lane.temporal().kill9();
      TimeUnit.SECONDS.sleep(2);
      lane.temporal().start();
      lane.temporal().awaitHealthy();
    }
  }
}
