package dev.lockkeeper.lab.crash;

import dev.lockkeeper.lab.host.LabHost;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** SSH servers that stand still again and again, so that what is asked of them is answered late. */
final class LateAnswers implements Strike {
  private static final long STILL_MILLIS = 1_200;
  private static final long AWAKE_MILLIS = 800;

  private final List<String> nodes;
  private final CountDownLatch enough = new CountDownLatch(1);
  private @Nullable Thread thread;

  LateAnswers(List<String> nodes) {
    this.nodes = nodes;
  }

  @Override
  public void on(Lane lane) {
    List<LabHost> hosts = nodes.stream().map(node -> lane.cluster().node(node).host()).toList();
    Thread started = new Thread(() -> standStill(hosts), "late-" + lane.name());
    started.setDaemon(true);
    started.start();
    thread = started;
  }

  /** Not ended by an interruption, which would leave the hosts in between. */
  private void standStill(List<LabHost> hosts) {
    try {
      do {
        hosts.forEach(LabHost::freezeSsh);
        enough.await(STILL_MILLIS, TimeUnit.MILLISECONDS);
        hosts.forEach(LabHost::mend);
      } while (!enough.await(AWAKE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void heal(Lane lane) throws InterruptedException {
    enough.countDown();
    Thread started = thread;
    if (started != null) {
      started.join();
    }
  }
}
