package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.sql.SqlProfile;
import dev.lockkeeper.activities.sql.SqlProfiles;
import dev.lockkeeper.activities.sql.SqlSession;
import dev.lockkeeper.activities.sql.SqlSessions;
import dev.lockkeeper.activities.sql.SqlTarget;
import dev.lockkeeper.activities.sql.SqlTimeouts;
import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.kwdb.KwdbView;
import dev.lockkeeper.workflows.kwdb.SqlRoute;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Target;
import java.util.ArrayList;
import java.util.List;

/** Asks a cluster through the first of its members that answers. */
final class ClusterAccess {
  private static final String KWBASE = ScriptResource.read(ClusterAccess.class, "kwbase.sh");
  private static final String STATUS = ScriptResource.read(ClusterAccess.class, "status.sh");
  private static final String DATABASE = "defaultdb";
  private static final SqlProfile INSECURE_ROOT = new SqlProfile("(none)", "root", null, null);

  private final Nodes connections;
  private final SqlProfiles profiles;
  private final SqlSessions sessions = new SqlSessions(SqlTimeouts.defaults());
  private final KwdbView view;

  ClusterAccess(Nodes connections, SqlProfiles profiles, KwdbView view) {
    this.connections = connections;
    this.profiles = profiles;
    this.view = view;
  }

  KwdbView view() {
    return view;
  }

  /** A question to the catalogue. */
  interface Question<T> {
    T ask(KwdbCatalogue catalogue) throws StepFailed, SshFailure, InterruptedException;
  }

  /** Something that is asked on one member. */
  interface OnMember<T> {
    T ask(KwdbView.Member member) throws StepFailed, SshFailure, InterruptedException;
  }

  /**
   * Asks the catalogue over JDBC.
   *
   * @param address of a member that is not asked as long as there is another; empty for none
   */
  <T> T catalogue(String address, Question<T> question)
      throws StepFailed, SshFailure, InterruptedException {
    return any(
        address,
        member -> {
          try (SqlSession session = open(member)) {
            return question.ask(new KwdbCatalogue(session));
          }
        });
  }

  /** The vendor's status of the nodes, as a member other than the given one says it. */
  List<NodeStatus> status(String address) throws StepFailed, SshFailure, InterruptedException {
    return any(
        address,
        member ->
            NodeStatusTable.read(said(member, ssh(member.target()).run(command(STATUS, member)))));
  }

  /** Runs {@code kwbase sql}, for what JDBC cannot do. Gives what it printed, as CSV. */
  String sql(String statement) throws StepFailed, SshFailure, InterruptedException {
    return any("", member -> sqlAt(member, statement));
  }

  /** The same on one member. */
  String sqlAt(KwdbView.Member member, String statement)
      throws StepFailed, SshFailure, InterruptedException {
    return said(
        member,
        ssh(member.target()).run(command(KWBASE, member, "sql", "-e", statement, "--format=csv")));
  }

  /** A statement that may take long, as a job on a member. */
  JobScript sqlJob(KwdbView.Member member, String statement, String... more) {
    List<String> words = new ArrayList<>(List.of("sql", "-e", statement, "--format=csv"));
    words.addAll(List.of(more));
    // In a shell of its own, because the script ends by exec.
    return new JobScript("(\n" + KWBASE + ")\n", arguments(member, words));
  }

  SshConnection ssh(Target target) {
    return connections.to(
        new SshTarget(target.node().host(), target.node().port(), target.credentials()));
  }

  private SqlSession open(KwdbView.Member member)
      throws StepFailed, SshFailure, InterruptedException {
    SqlProfile profile =
        view.sqlCredentials() == null ? INSECURE_ROOT : profiles.named(view.sqlCredentials());
    SqlTarget target = new SqlTarget(member.address(), member.port(), DATABASE);
    return view.route() == SqlRoute.DIRECT
        ? sessions.open(target, profile)
        : sessions.open(target, profile, ssh(member.target()));
  }

  /** What a member cannot answer because it is down, another may. */
  private <T> T any(String address, OnMember<T> question)
      throws StepFailed, SshFailure, InterruptedException {
    List<String> failures = new ArrayList<>();
    for (KwdbView.Member member : inTurn(address)) {
      try {
        return question.ask(member);
      } catch (StepFailed e) {
        if (e.reason() == FailureReason.REFUSED || e.reason() == FailureReason.INVALID) {
          throw e;
        }
        failures.add(member.target().node().name() + ": " + e.getMessage());
      } catch (SshFailure e) {
        failures.add(member.target().node().name() + ": " + e.getMessage());
      }
    }
    throw new StepFailed(
        FailureReason.UNREACHABLE,
        "no node of the cluster answers: " + String.join("; ", failures));
  }

  private List<KwdbView.Member> inTurn(String address) {
    List<KwdbView.Member> others =
        new ArrayList<>(
            view.members().stream().filter(member -> !member.address().equals(address)).toList());
    return others.isEmpty() ? view.members() : others;
  }

  private static Command command(String script, KwdbView.Member member, String... words) {
    return Command.sh(script, arguments(member, List.of(words)).toArray(String[]::new));
  }

  private static List<String> arguments(KwdbView.Member member, List<String> words) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                member.user(),
                member.program(),
                member.container(),
                member.security(),
                member.address() + ":" + member.port()));
    arguments.addAll(words);
    return arguments;
  }

  private static String said(KwdbView.Member member, CommandResult result) throws StepFailed {
    if (!result.succeeded()) {
      List<String> words = TerminalText.lines(result.errors() + "\n" + result.output());
      throw new StepFailed(
          FailureReason.FAILED_COMMAND,
          "kwbase on "
              + member.target().node().name()
              + ": "
              + String.join("; ", words)
              + " ("
              + result.ending()
              + ")");
    }
    return result.output();
  }
}
