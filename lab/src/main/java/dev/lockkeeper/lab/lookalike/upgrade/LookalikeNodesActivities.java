package dev.lockkeeper.lab.lookalike.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.job.Jobs;
import dev.lockkeeper.activities.release.Staging;
import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Does what {@link LookalikeNodes} says, with the same jobs and connections as every product. */
public final class LookalikeNodesActivities implements LookalikeNodes {
  private static final String INSPECT =
      ScriptResource.read(LookalikeNodesActivities.class, "inspect.sh");
  private static final String RESTART =
      ScriptResource.read(LookalikeNodesActivities.class, "restart.sh");
  private static final String CONFIGURE =
      "cp \"$1/conf/lookalike.conf\" \"$2/conf/.new\" && mv \"$2/conf/.new\" \"$2/conf/lookalike.conf\"";
  private static final int STILL_RUNS = 3;
  private static final int NOT_LISTENING = 5;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final Nodes connections;
  private final Attendant attendant;
  private final ServerLine line;
  private final Patient patient;
  private final ServerStates states;
  private final Jobs jobs;
  private final Staging staging;

  /**
   * @param patience how long a node may be unreachable
   */
  public LookalikeNodesActivities(Nodes connections, Attendant attendant, Duration patience) {
    this.connections = connections;
    this.attendant = attendant;
    this.line = new ServerLine(connections);
    this.patient = new Patient(patience);
    this.states = new ServerStates(line, patient);
    this.jobs = new Jobs(patient);
    this.staging = new Staging(patient);
  }

  @Override
  public LookalikeInspection inspect(Target node, Release release) {
    return attendant.attend(
        pulse -> {
          String newHome = node.node().home() + "-" + release.version();
          CommandResult result =
              patient.call(
                  pulse,
                  () -> connection(node).run(Command.sh(INSPECT, node.node().home(), newHome)));
          Map<String, String> values = new HashMap<>();
          List<String> problems = new ArrayList<>();
          for (String text : result.output().split("\n")) {
            String[] word = text.split("\t", 2);
            if (word[0].equals("problem")) {
              problems.add(word[1]);
            } else if (word.length == 2) {
              values.put(word[0], word[1]);
            }
          }
          if (!values.containsKey("end")) {
            throw new StepFailed(
                FailureReason.FAILED_COMMAND,
                "the look at the node broke off: " + result.errors().strip());
          }
          if (!values.get("processes").strip().equals("1")) {
            problems.add(values.get("processes").strip() + " servers run instead of one");
          }
          return new LookalikeInspection(
              node.node().name(),
              values.get("installed"),
              number(values.get("id")),
              number(values.get("port")),
              values.get("home"),
              newHome,
              problems);
        });
  }

  private static int number(String text) {
    return text.matches("[0-9]+") ? Integer.parseInt(text) : 0;
  }

  @Override
  public String stage(Target node, Release release, LookalikeInspection inspection) {
    return attendant.attend(
        pulse -> {
          String done =
              staging.stage(
                  connection(node),
                  release,
                  inspection.newHome(),
                  "lookalike-" + release.version(),
                  "lib/lookalike.jar",
                  pulse);
          CommandResult copied =
              patient.call(
                  pulse,
                  () ->
                      connection(node)
                          .run(Command.sh(CONFIGURE, inspection.home(), inspection.newHome())));
          if (!copied.succeeded()) {
            throw new StepFailed(
                FailureReason.FAILED_COMMAND,
                copied.errors().strip() + " (copying the configuration)");
          }
          return done;
        });
  }

  @Override
  public Evidence safeToStop(List<Server> servers, String node) {
    return attendant.attend(
        pulse -> {
          Map<String, JsonNode> answers = states.of(servers, pulse);
          List<Fact> facts = new ArrayList<>(ClusterLook.whole(servers, answers));
          facts.addAll(ClusterLook.without(find(servers, node), servers, answers));
          return new Evidence(facts, Instant.now());
        });
  }

  @Override
  public Evidence safeToRetry(List<Server> servers, String node) {
    return attendant.attend(
        pulse ->
            new Evidence(
                ClusterLook.without(find(servers, node), servers, states.of(servers, pulse)),
                Instant.now()));
  }

  @Override
  public JobResult restart(JobName job, Target node, ServerSwitch change) {
    List<String> arguments =
        List.of(
            change.link(),
            change.from(),
            change.to(),
            Integer.toString(change.port()),
            Long.toString(change.settings().stopLimit().toSeconds()),
            Long.toString(change.settings().startLimit().toSeconds()));
    return attendant.attend(
        pulse -> {
          JobResult result =
              jobs.run(connection(node), job, new JobScript(RESTART, arguments), pulse);
          if (result.exit() != 0) {
            boolean late = result.exit() == STILL_RUNS || result.exit() == NOT_LISTENING;
            throw new StepFailed(
                late ? FailureReason.TIMEOUT : FailureReason.FAILED_COMMAND,
                result.output().strip() + "\n(exit status " + result.exit() + ")",
                result.marks());
          }
          return result;
        });
  }

  @Override
  public String awaitReturn(List<Server> servers, String node, LookalikeSettings settings) {
    return attendant.attend(
        pulse -> {
          long began = System.nanoTime();
          long goodSince = 0;
          while (true) {
            Map<String, JsonNode> answers = states.of(servers, pulse);
            Evidence seen = new Evidence(ClusterLook.whole(servers, answers), Instant.now());
            long now = System.nanoTime();
            goodSince = seen.safe() ? (goodSince == 0 ? now : goodSince) : 0;
            if (goodSince != 0 && now - goodSince >= settings.stableFor().toNanos()) {
              return answers.get(node).get("version").asText();
            }
            if (now - began > settings.inSyncLimit().plus(settings.stableFor()).toNanos()) {
              throw new StepFailed(
                  FailureReason.UNHEALTHY,
                  "not whole after "
                      + settings.inSyncLimit().toSeconds()
                      + " s: "
                      + (seen.safe() ? "only for a moment" : seen.objections()));
            }
            pulse.say(seen.safe() ? "whole, seeing whether it stays so" : seen.objections());
            Thread.sleep(BETWEEN_LOOKS.toMillis());
          }
        });
  }

  @Override
  public String observe(Server server) {
    return attendant.attend(
        pulse -> patient.call(pulse, () -> line.state(server).get("version").asText()));
  }

  @Override
  public String readSetting(List<Server> servers, String name) {
    return attendant.attend(pulse -> patient.call(pulse, () -> read(servers.get(0), name)));
  }

  @Override
  public String writeSetting(List<Server> servers, String name, String value) {
    return attendant.attend(pulse -> patient.call(pulse, () -> write(servers, name, value)));
  }

  private String read(Server server, String name)
      throws SshFailure, StepFailed, InterruptedException {
    return line.ask(server, "get " + name);
  }

  private String write(List<Server> servers, String name, String value)
      throws SshFailure, StepFailed, InterruptedException {
    Server server = servers.get(0);
    if (!read(server, name).equals(value)) {
      String answer = line.tell(server, "set " + name + " " + value);
      if (!answer.equals("ok")) {
        throw new StepFailed(FailureReason.FAILED_COMMAND, answer);
      }
    }
    return read(server, name);
  }

  private static Server find(List<Server> servers, String node) {
    return servers.stream()
        .filter(server -> server.node().node().name().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private SshConnection connection(Target target) {
    return connections.to(ServerLine.login(target));
  }
}
