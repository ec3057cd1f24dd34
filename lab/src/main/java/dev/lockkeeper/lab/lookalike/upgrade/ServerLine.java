package dev.lockkeeper.lab.lookalike.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.ssh.Tunnel;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks the look-alike's protocol with one server, through the node's SSH connection. */
final class ServerLine {
  private static final int ANSWER_MILLIS = 2_000;

  private final Nodes connections;

  ServerLine(Nodes connections) {
    this.connections = connections;
  }

  static SshTarget login(Target target) {
    return new SshTarget(target.node().host(), target.node().port(), target.credentials());
  }

  /**
   * The answer to a question.
   *
   * @throws SshFailure when the node cannot be reached
   * @throws StepFailed UNREACHABLE when it can, and its server does not answer
   */
  String ask(Server server, String line) throws SshFailure, StepFailed, InterruptedException {
    SshConnection node = connections.to(login(server.node()));
    try {
      return say(node, server, line);
    } catch (StepFailed silent) {
      // Through a dead connection every server is silent; this tells, and makes a new one.
      node.run(Command.sh(":"));
      return say(node, server, line);
    }
  }

  /** As {@link #ask}, for what shall not be said twice. */
  String tell(Server server, String line) throws SshFailure, StepFailed, InterruptedException {
    SshConnection node = connections.to(login(server.node()));
    try {
      return say(node, server, line);
    } catch (StepFailed silent) {
      node.run(Command.sh(":"));
      throw silent;
    }
  }

  private static String say(SshConnection node, Server server, String line)
      throws SshFailure, StepFailed, InterruptedException {
    try (Tunnel tunnel = node.tunnel(server.node().node().host(), server.port());
        Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(tunnel.host(), tunnel.port()), ANSWER_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String answer = reader.readLine();
      if (answer != null) {
        return answer;
      }
      throw silent(server, "it hung up");
    } catch (IOException e) {
      throw silent(server, String.valueOf(e.getMessage()));
    }
  }

  /** A server's state as JSON. */
  JsonNode state(Server server) throws SshFailure, StepFailed, InterruptedException {
    String answer = ask(server, "state");
    try {
      JsonNode state = Json.mapper().readTree(answer);
      if (state.has("partitions")) {
        return state;
      }
    } catch (IOException e) {
      throw new StepFailed(
          FailureReason.DEFECT, name(server) + " answers what cannot be read: " + answer);
    }
    throw new StepFailed(FailureReason.DEFECT, name(server) + " answers no state: " + answer);
  }

  private static StepFailed silent(Server server, String why) {
    return new StepFailed(
        FailureReason.UNREACHABLE, "the server on " + name(server) + " does not answer: " + why);
  }

  private static String name(Server server) {
    return server.node().node().name();
  }
}
