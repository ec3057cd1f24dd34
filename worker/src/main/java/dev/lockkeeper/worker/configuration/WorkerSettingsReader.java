package dev.lockkeeper.worker.configuration;

import dev.lockkeeper.activities.sql.SqlProfile;
import dev.lockkeeper.activities.ssh.CredentialProfile;
import dev.lockkeeper.activities.ssh.SshSettings;
import dev.lockkeeper.worker.configuration.WorkerSettings.Deployment;
import dev.lockkeeper.worker.configuration.WorkerSettings.Http;
import dev.lockkeeper.worker.configuration.WorkerSettings.Load;
import dev.lockkeeper.worker.temporal.TemporalAddress;
import dev.lockkeeper.workflows.UpgradeWorkflows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and checks everything the worker is told, before anything is started. */
public final class WorkerSettingsReader {
  private static final int MOST_AT_ONCE = 10_000;

  private final Map<String, String> environment;
  private final Mistakes mistakes = new Mistakes();
  private final Scalars scalars;

  private WorkerSettingsReader(Map<String, String> environment) {
    this.environment = environment;
    this.scalars = new Scalars(environment, mistakes);
  }

  /**
   * Reads the settings.
   *
   * @param path the configuration file, or null for the defaults
   * @param environment variables, such as {@code TEMPORAL_ADDRESS}
   * @throws InvalidConfigurationException with all mistakes
   */
  public static WorkerSettings read(@Nullable Path path, Map<String, String> environment)
      throws InvalidConfigurationException {
    return new WorkerSettingsReader(environment).read(path);
  }

  private WorkerSettings read(@Nullable Path path) throws InvalidConfigurationException {
    ConfigurationFile file =
        path == null ? ConfigurationFile.absent(mistakes) : ConfigurationFile.read(path, mistakes);
    Section top = file.lockkeeper();
    TemporalAddress temporal = temporal();
    String taskQueue =
        scalars.text(top, "task-queue", "LOCKKEEPER_TASK_QUEUE", UpgradeWorkflows.TASK_QUEUE);
    Deployment deployment = new DeploymentReader(scalars, mistakes).read(top.section("deployment"));
    Http http = http(top.section("http"));
    Load load = load(top.section("load"));
    Duration grace = grace(top.section("shutdown"));
    Duration metrics = metrics(top.section("metrics"));
    SshSettings ssh = ssh(top.section("ssh"));
    Path directory = path == null ? null : path.toAbsolutePath().getParent();
    Path base = directory == null ? Path.of("") : directory;
    List<CredentialProfile> credentials =
        new CredentialsReader(base, environment, mistakes).read(top.section("credentials"));
    List<SqlProfile> sqlCredentials =
        new SqlCredentialsReader(base, environment, mistakes).read(top.section("sql-credentials"));
    top.finish();
    mistakes.finish();
    if (temporal == null) {
      throw new IllegalStateException("an address without mistakes is missing");
    }
    return new WorkerSettings(
        path == null ? "none, all defaults" : path.toString(),
        temporal,
        taskQueue,
        deployment,
        http,
        load,
        grace,
        metrics,
        ssh,
        credentials,
        sqlCredentials,
        file.framework());
  }

  private @Nullable TemporalAddress temporal() {
    try {
      return TemporalAddress.load(environment);
    } catch (IOException unusable) {
      mistakes.report("Temporal client configuration", String.valueOf(unusable.getMessage()));
      return null;
    }
  }

  private Http http(Section section) {
    Http http =
        new Http(
            scalars.text(section, "host", "LOCKKEEPER_HTTP_HOST", "127.0.0.1"),
            scalars.number(section, "port", "LOCKKEEPER_HTTP_PORT", 7450, 0, 65_535));
    section.finish();
    return http;
  }

  private Load load(Section section) {
    Load load =
        new Load(
            count(section, "activities", "LOCKKEEPER_LOAD_ACTIVITIES", 50, 1),
            // Temporal needs two: one task of the sticky queue and one of the shared queue.
            count(section, "workflow-tasks", "LOCKKEEPER_LOAD_WORKFLOW_TASKS", 20, 2),
            count(section, "cached-workflows", "LOCKKEEPER_LOAD_CACHED_WORKFLOWS", 200, 0));
    section.finish();
    return load;
  }

  private int count(Section section, String key, String variable, int otherwise, int least) {
    return scalars.number(section, key, variable, otherwise, least, MOST_AT_ONCE);
  }

  private Duration grace(Section section) {
    Duration grace =
        scalars.duration(section, "grace", "LOCKKEEPER_SHUTDOWN_GRACE", Duration.ofSeconds(30));
    section.finish();
    return grace;
  }

  private Duration metrics(Section section) {
    Duration interval =
        scalars.duration(
            section, "interval", "LOCKKEEPER_METRICS_INTERVAL", Duration.ofSeconds(10));
    if (interval.toMillis() < 100) {
      mistakes.report("lockkeeper.metrics.interval", "must be at least 100ms");
    }
    section.finish();
    return interval;
  }

  private SshSettings ssh(Section section) {
    SshSettings usual = SshSettings.defaults();
    Duration keepAlive =
        scalars.duration(
            section,
            "keep-alive-interval",
            "LOCKKEEPER_SSH_KEEP_ALIVE_INTERVAL",
            usual.keepAliveInterval());
    if (keepAlive.toSeconds() < 1) {
      mistakes.report("lockkeeper.ssh.keep-alive-interval", "must be at least 1s");
      keepAlive = usual.keepAliveInterval();
    }
    SshSettings ssh =
        new SshSettings(
            scalars.duration(
                section,
                "connect-timeout",
                "LOCKKEEPER_SSH_CONNECT_TIMEOUT",
                usual.connectTimeout()),
            scalars.duration(
                section,
                "response-timeout",
                "LOCKKEEPER_SSH_RESPONSE_TIMEOUT",
                usual.responseTimeout()),
            keepAlive,
            count(
                section,
                "keep-alive-count",
                "LOCKKEEPER_SSH_KEEP_ALIVE_COUNT",
                usual.keepAliveCount(),
                1),
            scalars.duration(
                section, "idle-timeout", "LOCKKEEPER_SSH_IDLE_TIMEOUT", usual.idleTimeout()),
            count(
                section,
                "sessions-per-connection",
                "LOCKKEEPER_SSH_SESSIONS_PER_CONNECTION",
                usual.sessionsPerConnection(),
                1));
    section.finish();
    return ssh;
  }
}
