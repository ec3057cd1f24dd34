package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.job.Jobs;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.kwdb.KwdbView;
import dev.lockkeeper.workflows.kwdb.MoveKind;
import dev.lockkeeper.workflows.kwdb.RowCounts;
import dev.lockkeeper.workflows.kwdb.TableMove;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Moves one table, or users or settings, from the old cluster into the new installation. EXPORT and
 * IMPORT do not exist over JDBC, and may take hours: each is a job on its node.
 */
final class Mover {
  /** Names that need no quotes; others are refused and not guessed at. */
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private final ClusterAccess from;
  private final ClusterAccess to;
  private final Jobs jobs;
  private final TableMove move;
  private final Pulse pulse;

  Mover(ClusterAccess from, ClusterAccess to, Jobs jobs, TableMove move, Pulse pulse) {
    this.from = from;
    this.to = to;
    this.jobs = jobs;
    this.move = move;
    this.pulse = pulse;
  }

  /** The tables of some databases. */
  static List<String> tables(ClusterAccess access, List<String> databases)
      throws StepFailed, SshFailure, InterruptedException {
    List<String> tables = new ArrayList<>();
    for (String database : databases) {
      for (String table :
          SqlRows.read(access.sql("SHOW TABLES FROM " + checked(database))).column("table_name")) {
        tables.add(database + "." + checked(table));
      }
    }
    return List.copyOf(tables);
  }

  /** The rows on both sides. */
  RowCounts count(String how) throws StepFailed, SshFailure, InterruptedException {
    return new RowCounts(move.table(), rows(from), rows(to), how);
  }

  /** Does nothing if the table is there with the same number of rows. */
  RowCounts table(JobName job) throws StepFailed, SshFailure, InterruptedException {
    String database = checked(move.table().substring(0, move.table().indexOf('.')));
    String table = checked(move.table().substring(move.table().indexOf('.') + 1));
    ExportFiles files = files(job, move.table());
    String importing = files.importing();
    // Asked again for the same attempt: its import job is found again by its name.
    if (!importing.equals(files.directory())) {
      if (exists(database, table)) {
        RowCounts counts = count("was there already");
        if (importing.isEmpty() && counts.before() == counts.after()) {
          return counts;
        }
        if (importing.isEmpty()) {
          throw new StepFailed(
              FailureReason.REFUSED,
              move.table()
                  + " is in the new installation already, with "
                  + counts.after()
                  + " rows instead of "
                  + counts.before()
                  + ", and no run of this upgrade put it there; drop or rename it, then retry");
        }
        // What an import left that was cut off or lost rows; its mark says that it was ours.
        to.sql("DROP TABLE " + move.table());
      }
      pulse.say("exporting " + move.table());
      run(
          from,
          job,
          "export",
          "EXPORT INTO CSV \"" + files.exportedTo() + "\" FROM TABLE " + move.table());
      String meta = files.bring(release(), pulse);
      if (!SqlRows.read(to.sql("SHOW DATABASES")).column("database_name").contains(database)) {
        to.sql("CREATE " + (MetaFix.isTimeSeries(meta) ? "TS " : "") + "DATABASE " + database);
      }
      files.beginImport();
    }
    pulse.say("importing " + move.table());
    imported(
        run(
            to,
            job,
            "import",
            "IMPORT TABLE CREATE USING \""
                + files.importedFrom()
                + "/meta.sql\" CSV DATA (\""
                + files.importedFrom()
                + "\")",
            "--database=" + database));
    RowCounts counts = count("exported and imported");
    if (counts.before() == counts.after()) {
      files.endImport();
      files.clear();
    }
    return counts;
  }

  private ExportFiles files(JobName job, String what)
      throws StepFailed, SshFailure, InterruptedException {
    String run = job.upgrade().substring(0, Math.min(8, job.upgrade().length()));
    return new ExportFiles(
        from, to, move, move.directory() + "/" + run + "-" + job.attempt() + "/" + what);
  }

  private Version release() {
    return Version.of(Objects.requireNonNull(move.old().version()));
  }

  /** Users without passwords, or settings. */
  String rest(JobName job, MoveKind kind) throws StepFailed, SshFailure, InterruptedException {
    String what = kind == MoveKind.USERS ? "USERS" : "CLUSTER SETTING";
    String file = kind == MoveKind.USERS ? "users.sql" : "clustersetting.sql";
    ExportFiles files = files(job, kind.name().toLowerCase(Locale.ROOT));
    run(from, job, "export", "EXPORT " + what + " TO SQL \"" + files.exportedTo() + "\"");
    files.bring(release(), pulse);
    run(
        to,
        job,
        "import",
        "IMPORT " + what + " SQL DATA (\"" + files.importedFrom() + "/" + file + "\")");
    files.clear();
    return "moved";
  }

  private boolean exists(String database, String table)
      throws StepFailed, SshFailure, InterruptedException {
    return SqlRows.read(to.sql("SHOW DATABASES")).column("database_name").contains(database)
        && SqlRows.read(to.sql("SHOW TABLES FROM " + database))
            .column("table_name")
            .contains(table);
  }

  private long rows(ClusterAccess access) throws StepFailed, SshFailure, InterruptedException {
    return SqlRows.read(access.sql("SELECT count(*) AS rows FROM " + move.table())).number("rows");
  }

  private static void imported(String output) throws StepFailed {
    SqlRows said = SqlRows.read(output);
    List<String> status = said.column("status");
    long rejected = said.number("reject_rows") + said.number("abandon_rows");
    if (!status.equals(List.of("succeeded")) || rejected != 0) {
      throw new StepFailed(
          FailureReason.UNHEALTHY,
          "the import ended as "
              + status
              + " with "
              + rejected
              + " rows rejected or abandoned; reject.txt beside the imported files has them");
    }
  }

  private String run(
      ClusterAccess access, JobName job, String part, String statement, String... more)
      throws StepFailed, SshFailure, InterruptedException {
    KwdbView.Member member = access.view().members().get(0);
    JobName name =
        new JobName(
            job.cluster(),
            job.upgrade(),
            job.step() + "." + part,
            member.target().node().name(),
            job.attempt());
    JobScript script = access.sqlJob(member, statement, more);
    JobResult result = jobs.run(access.ssh(member.target()), name, script, Pulse.SILENT);
    return KwdbScripts.passed(name, result).output();
  }

  private static String checked(String name) throws StepFailed {
    if (!NAME.matcher(name).matches()) {
      throw new StepFailed(
          FailureReason.INVALID,
          "\"" + name + "\" is a name that needs quotes; export and import it by hand");
    }
    return name;
  }
}
