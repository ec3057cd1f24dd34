package dev.lockkeeper.activities.fence;

import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks all nodes at once, sixteen at a time. What goes wrong on a node is that node's answer. */
final class EachNode {
  private static final int AT_ONCE = 16;

  private final Nodes connections;

  EachNode(Nodes connections) {
    this.connections = connections;
  }

  /** What is done on a node; it must be safe to do again. */
  interface Work<T> {
    T on(SshConnection connection, Target node) throws SshFailure, StepFailed, InterruptedException;
  }

  /** The answer of a node where the work could not be done. */
  interface Excuse<T> {
    T of(Target node, String why);
  }

  /** Returns the answers in the order of the nodes. */
  <T> Map<Target, T> ask(
      List<Target> nodes, Patient patient, Pulse pulse, Work<T> work, Excuse<T> excuse)
      throws InterruptedException {
    if (nodes.isEmpty()) {
      return new LinkedHashMap<>();
    }
    AtomicInteger answered = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, nodes.size()));
    try {
      Map<Target, Future<T>> answers = new LinkedHashMap<>();
      for (Target node : nodes) {
        answers.put(
            node,
            threads.submit(
                () -> {
                  T answer = answer(node, patient, pulse, work, excuse);
                  pulse.say(answered.incrementAndGet() + " of " + nodes.size() + " nodes");
                  return answer;
                }));
      }
      Map<Target, T> all = new LinkedHashMap<>();
      for (Map.Entry<Target, Future<T>> answer : answers.entrySet()) {
        all.put(answer.getKey(), answer.getValue().get());
      }
      return all;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException defect
          ? defect
          : new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private <T> T answer(Target target, Patient patient, Pulse pulse, Work<T> work, Excuse<T> excuse)
      throws InterruptedException {
    SshConnection connection =
        connections.to(
            new SshTarget(target.node().host(), target.node().port(), target.credentials()));
    try {
      return patient.call(
          text -> pulse.say(target.node().name() + " " + text), () -> work.on(connection, target));
    } catch (SshFailure | StepFailed e) {
      return excuse.of(target, String.valueOf(e.getMessage()));
    }
  }
}
