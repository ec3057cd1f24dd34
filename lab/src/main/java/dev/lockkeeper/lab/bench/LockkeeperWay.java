package dev.lockkeeper.lab.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.lookalike.LookalikeCluster;

/** By Lockkeeper, without gates. Its worker is there before, as the others' programs are. */
final class LockkeeperWay implements UpgradeWay {
  private final Surroundings surroundings;
  private final LookalikeCluster cluster;
  private final BenchWorkerProcess worker;

  LockkeeperWay(Surroundings surroundings, LookalikeCluster cluster) {
    this.surroundings = surroundings;
    this.cluster = cluster;
    this.worker =
        BenchWorkerProcess.start(
                surroundings, order(surroundings, cluster), cluster.name() + "-worker")
            .go();
  }

  /** What a worker for a real cluster is told; its task queue bears the cluster's name. */
  static BenchWorkerOrder order(Surroundings surroundings, LookalikeCluster cluster) {
    LabHost host = cluster.nodes().get(0).host();
    return new BenchWorkerOrder(
        surroundings.temporalAddress(),
        cluster.name(),
        new BenchWorkerOrder.Login(
            cluster.name(), host.sshUser(), host.knownHosts(), host.privateKey()));
  }

  /** What is asked of Lockkeeper. */
  static ObjectNode request(LookalikeCluster cluster) {
    ObjectNode request = cluster.request();
    request.putObject("gates").put("policy", "none");
    request.putObject("lookalike").put("stableFor", OverheadBench.STABLE.toString());
    return request;
  }

  @Override
  public String name() {
    return "lockkeeper";
  }

  @Override
  public void upgrade() {
    BenchRun.start(surroundings.client(), cluster.name(), request(cluster)).await();
  }

  @Override
  public void close() {
    worker.close();
  }
}
