package dev.lockkeeper.worker.configuration;

import dev.lockkeeper.activities.sql.SqlProfile;
import dev.lockkeeper.activities.ssh.CredentialProfile;
import dev.lockkeeper.activities.ssh.SshSettings;
import dev.lockkeeper.worker.temporal.TemporalAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything the worker is told, checked.
 *
 * @param source the file it was read from, or words that say there is none
 * @param temporal the service to work for
 * @param taskQueue the queue to poll
 * @param deployment how its build is known to the service, so that runs stay on the build they
 *     began with; null for a worker without a version
 * @param http where health and metrics are served
 * @param load how much is done at a time
 * @param shutdownGrace how long running activities may go on after a stop signal
 * @param metricsInterval how often the SDK's metrics are brought up to date
 * @param ssh how patient connections to nodes are
 * @param credentials how to log in to nodes
 * @param sqlCredentials how to log in to databases
 * @param framework further settings for Micronaut
 */
public record WorkerSettings(
    String source,
    TemporalAddress temporal,
    String taskQueue,
    @Nullable Deployment deployment,
    Http http,
    Load load,
    Duration shutdownGrace,
    Duration metricsInterval,
    SshSettings ssh,
    List<CredentialProfile> credentials,
    List<SqlProfile> sqlCredentials,
    Map<String, Object> framework) {

  /**
   * A build among the others that share a queue.
   *
   * @param name the same for all builds
   * @param build another one for each release
   */
  public record Deployment(String name, String build) {}

  /**
   * Where health and metrics are served.
   *
   * @param host address to bind
   * @param port 0 takes any free one
   */
  public record Http(String host, int port) {}

  /**
   * How much is done at a time.
   *
   * @param activities activities that run at once
   * @param workflowTasks workflow tasks that run at once
   * @param cachedWorkflows runs kept in memory between their tasks
   */
  public record Load(int activities, int workflowTasks, int cachedWorkflows) {}
}
