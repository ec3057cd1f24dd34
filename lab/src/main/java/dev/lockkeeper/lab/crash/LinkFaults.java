package dev.lockkeeper.lab.crash;

import dev.lockkeeper.lab.host.LabHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What happens to the link between the worker and {@code node-2}. */
final class LinkFaults {
  private static final String NODE = "node-2";
  private static final String SSH = "SSH to `node-2` is cut";
  private static final String ALL = "The link of `node-2` is cut";
  private static final String DEAF = "Packets to the SSH server of `node-2` are lost";
  private static final String MUTE = "Packets from the SSH server of `node-2` are lost";
  private static final String SHORTLY = " for 5 s";
  private static final String LONG = ", and nobody mends it for longer than the worker is patient";
  private static final String MENDED = "mend the link";
  private static final Duration SHORT_TIME = Duration.ofSeconds(5);

  private LinkFaults() {}

  static List<FaultCase> cases() {
    List<FaultCase> cases = new ArrayList<>();
    for (Moment moment :
        List.of(
            Moment.INSPECT,
            Moment.STAGE,
            Moment.GATE,
            Moment.IN_SYNC,
            Moment.VERIFY,
            Moment.FREE)) {
      cases.add(heals(SSH, moment, LinkFaults::cutSsh));
    }
    for (Moment moment : List.of(Moment.STOPPING, Moment.STARTING)) {
      cases.add(heals(ALL, moment, LabHost::cut));
    }
    cases.add(heals(DEAF, Moment.STOPPING, LinkFaults::deafen));
    cases.add(heals(MUTE, Moment.STOPPING, LinkFaults::mute));

    cases.add(
        refused(Moment.START, LabHost::cut, "nothing was changed; the cluster cannot be fenced"));
    cases.add(refused(Moment.INSPECT, LinkFaults::cutSsh, "nothing was changed:"));
    cases.add(lasts(SSH, Moment.STAGE, LinkFaults::cutSsh, "node-2.stage"));
    cases.add(lasts(SSH, Moment.GATE, LinkFaults::cutSsh, "node-2.safety"));
    cases.add(lasts(ALL, Moment.STOPPING, LabHost::cut, "node-2.restart"));
    cases.add(lasts(ALL, Moment.STARTING, LabHost::cut, "node-2.restart"));
    cases.add(lasts(DEAF, Moment.STOPPING, LinkFaults::deafen, "node-2.restart"));
    cases.add(lasts(MUTE, Moment.STOPPING, LinkFaults::mute, "node-2.restart"));
    cases.add(lasts(SSH, Moment.IN_SYNC, LinkFaults::cutSsh, "node-2.in-sync"));
    cases.add(lasts(SSH, Moment.VERIFY, LinkFaults::cutSsh, "node-2.observe"));
    return cases;
  }

  private static FaultCase heals(String what, Moment moment, Consumer<LabHost> cut) {
    return FaultCase.of(
        FaultMode.LINK, what + SHORTLY, moment, new Cut(cut, SHORT_TIME), Ending.byItself());
  }

  private static FaultCase lasts(String what, Moment moment, Consumer<LabHost> cut, String asks) {
    return FaultCase.of(
        FaultMode.LINK,
        what + LONG,
        moment,
        new Cut(cut, Duration.ZERO),
        Ending.afterRetry(MENDED, asks + " UNREACHABLE"));
  }

  private static FaultCase refused(Moment moment, Consumer<LabHost> cut, String reason) {
    return FaultCase.of(
        FaultMode.LINK,
        (moment == Moment.START ? ALL : SSH) + " for 30 s",
        moment,
        new Cut(cut, Duration.ofSeconds(30)),
        Ending.refused(reason));
  }

  private static void cutSsh(LabHost host) {
    deafen(host);
    mute(host);
  }

  private static void deafen(LabHost host) {
    host.cutSsh(LabHost.Direction.TO_HOST);
  }

  private static void mute(LabHost host) {
    host.cutSsh(LabHost.Direction.FROM_HOST);
  }

  /** A cut that ends by itself, or else when it is healed. */
  private static final class Cut implements Strike {
    private final Consumer<LabHost> how;
    private final Duration lasts;
    private volatile CountDownLatch healed = new CountDownLatch(1);

    /**
     * @param lasts 0 for until it is healed
     */
    Cut(Consumer<LabHost> how, Duration lasts) {
      this.how = how;
      this.lasts = lasts;
    }

    @Override
    public void on(Lane lane) {
      CountDownLatch mended = new CountDownLatch(1);
      healed = mended;
      // The worker is held meanwhile, or what shall fail might be done before.
      lane.holdWorker();
      how.accept(lane.cluster().node(NODE).host());
      lane.letWorkerGo();
      if (!lasts.isZero()) {
        Thread mender = new Thread(() -> mendLater(lane, mended), "mender-" + lane.name());
        mender.setDaemon(true);
        mender.start();
      }
    }

    /** Not after it was healed: the next one on the same lane may have begun. */
    private void mendLater(Lane lane, CountDownLatch mended) {
      try {
        if (!mended.await(lasts.toMillis(), TimeUnit.MILLISECONDS)) {
          heal(lane);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void heal(Lane lane) {
      healed.countDown();
      lane.cluster().node(NODE).host().mend();
    }
  }
}
