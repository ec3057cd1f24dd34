package dev.lockkeeper.lab.lookalike.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks the servers of a cluster for their states, all at once: each look is as old as its slowest.
 */
final class ServerStates {
  private static final int AT_ONCE = 16;

  private final ServerLine line;
  private final Patient patient;

  /**
   * @param patient how long a node may be unreachable; a server that does not answer is a state too
   */
  ServerStates(ServerLine line, Patient patient) {
    this.line = line;
    this.patient = patient;
  }

  /** The states of the servers that answer, by the names of their nodes. */
  Map<String, JsonNode> of(List<Server> servers, Pulse pulse)
      throws SshFailure, StepFailed, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, servers.size()));
    try {
      Map<String, Future<Optional<JsonNode>>> asked = new LinkedHashMap<>();
      for (Server server : servers) {
        asked.put(server.node().node().name(), threads.submit(() -> state(server, pulse)));
      }
      Map<String, JsonNode> states = new HashMap<>();
      for (Map.Entry<String, Future<Optional<JsonNode>>> answer : asked.entrySet()) {
        answer.getValue().get().ifPresent(state -> states.put(answer.getKey(), state));
      }
      return states;
    } catch (ExecutionException failed) {
      throw cause(failed);
    } finally {
      threads.shutdownNow();
    }
  }

  private Optional<JsonNode> state(Server server, Pulse pulse)
      throws SshFailure, StepFailed, InterruptedException {
    try {
      return Optional.of(patient.call(pulse, () -> line.state(server)));
    } catch (StepFailed silent) {
      if (silent.reason() == FailureReason.UNREACHABLE) {
        return Optional.empty();
      }
      throw silent;
    }
  }

  private static RuntimeException cause(ExecutionException failed)
      throws SshFailure, StepFailed, InterruptedException {
    Throwable cause = failed.getCause();
    if (cause instanceof SshFailure ssh) {
      throw ssh;
    }
    if (cause instanceof StepFailed step) {
      throw step;
    }
    if (cause instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    return cause instanceof RuntimeException defect ? defect : new IllegalStateException(cause);
  }
}
