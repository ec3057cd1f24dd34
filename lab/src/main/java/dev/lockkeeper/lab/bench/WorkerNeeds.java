package dev.lockkeeper.lab.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a worker's JVM needs.
 *
 * @param heapBytes that are in use after a collection
 * @param threads that live
 * @param cpuSeconds of processor time since its start
 */
record WorkerNeeds(long heapBytes, int threads, double cpuSeconds) {
  /** Collects the heap first. */
  static WorkerNeeds ofThisJvm() {
    double cpu =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    System.gc();
    return new WorkerNeeds(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        cpu);
  }
}
