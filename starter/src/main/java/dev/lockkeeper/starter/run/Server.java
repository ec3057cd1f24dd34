package dev.lockkeeper.starter.run;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.workflows.UpgradeWorkflows;
import dev.lockkeeper.workflows.codec.PayloadKeys;
import dev.lockkeeper.workflows.codec.SealedPayloads;
import dev.lockkeeper.workflows.connection.Listener;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A connection to Temporal. */
public final class Server implements AutoCloseable {
  private static final String LOCAL = "127.0.0.1:7233";

  /** A person waits: an absent server is reported after seconds, not after the SDK's minute. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** Kept, because java.util.logging forgets levels of loggers that nobody holds. */
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  private final WorkflowServiceStubs stubs;
  private final ClientThread thread;
  private final WorkflowClient client;
  private final String queue;
  private final String place;

  private Server(
      WorkflowServiceStubs stubs,
      ClientThread thread,
      WorkflowClient client,
      String queue,
      String place) {
    this.stubs = stubs;
    this.thread = thread;
    this.client = client;
    this.queue = queue;
    this.place = place;
  }

  /**
   * Connects.
   *
   * @throws CommandProblem when no server answers, or the client configuration cannot be read
   */
  public static Server connect(ServerSettings settings) {
    GRPC.setLevel(Level.OFF);
    ClientConfigProfile profile = profile(settings);
    PayloadKeys keys = keys(settings);
    String address = chosen(settings.address(), profile.getAddress(), LOCAL);
    String namespace = chosen(settings.namespace(), profile.getNamespace(), "default");
    String place = address + ", namespace " + namespace;
    WorkflowServiceStubs stubs = null;
    ClientThread thread = new ClientThread();
    try {
      stubs =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
                  .setTarget(address)
                  .setChannelInitializer(thread::serve)
                  .setSystemInfoTimeout(PATIENCE)
                  .setRpcQueryTimeout(PATIENCE)
                  .setRpcRetryOptions(
                      RpcRetryOptions.newBuilder()
                          .setInitialInterval(Duration.ofMillis(100))
                          .setExpiration(PATIENCE)
                          .validateBuildWithDefaults())
                  .validateAndBuildWithDefaults());
      // The SDK asks for the server's capabilities before anything else.
      stubs.connect(PATIENCE);
    } catch (RuntimeException e) {
      if (stubs != null) {
        stubs.shutdownNow();
      }
      thread.close();
      throw unconnected(e, address, place);
    }
    WorkflowClient client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
                .setNamespace(namespace)
                .setIdentity(settings.identity())
                .setDataConverter(SealedPayloads.converter(keys))
                .build());
    String queue =
        chosen(
            settings.taskQueue(),
            settings.environment().get("LOCKKEEPER_TASK_QUEUE"),
            UpgradeWorkflows.TASK_QUEUE);
    return new Server(stubs, thread, client, queue, place);
  }

  /** Address and namespace, for messages. */
  public String place() {
    return place;
  }

  /** The upgrades in its namespace. */
  public Upgrades upgrades() {
    return new Upgrades(client, queue, place);
  }

  /** The fences on the nodes of clusters. */
  public Fences fences() {
    return new Fences(client, queue, place);
  }

  /** What a worker finds out about clusters. */
  public Discoveries discoveries() {
    return new Discoveries(client, queue, place);
  }

  /** Whether nobody has asked for work lately, so that whatever is started waits. */
  public boolean hasNoWorker() {
    return facts().pollers().map(List::isEmpty).orElse(false);
  }

  /** What a person should know when {@link #hasNoWorker} says so. */
  public String noWorkerLately() {
    return "Warning: no worker has asked for work on the queue "
        + queue
        + " lately. The run waits until one is started: ./lockkeeper worker";
  }

  /** Facts about the server itself. */
  public ServerFacts facts() {
    return new ServerFacts(stubs, client.getOptions().getNamespace(), queue, place);
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    thread.close();
  }

  private static ClientConfigProfile profile(ServerSettings settings) {
    try {
      return ClientConfigProfile.load(
          LoadClientConfigProfileOptions.newBuilder()
              .setEnvOverrides(settings.environment())
              .build());
    } catch (IOException | RuntimeException e) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT,
          "Temporal's client configuration cannot be used: "
              + e.getMessage()
              + ". See TEMPORAL_CONFIG_FILE and TEMPORAL_PROFILE.",
          e);
    }
  }

  private static CommandProblem unconnected(RuntimeException e, String address, String place) {
    CommandProblem problem = Explanation.of(e, place);
    return Explanation.isUnanswered(e) && Listener.isAt(address)
        ? new CommandProblem(
            ExitCode.NO_TEMPORAL,
            "Something listens at "
                + address
                + ", but it does not answer this client as a Temporal server does. "
                + Listener.ADVICE
                + ".",
            e)
        : problem;
  }

  private static PayloadKeys keys(ServerSettings settings) {
    try {
      return PayloadKeys.read(settings.environment());
    } catch (IOException e) {
      throw new CommandProblem(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private static String chosen(
      @Nullable String option, @Nullable String configured, String fallback) {
    if (option != null) {
      return option;
    }
    return configured == null || configured.isEmpty() ? fallback : configured;
  }
}
