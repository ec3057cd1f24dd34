package dev.lockkeeper.worker.temporal;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import dev.lockkeeper.activities.UpgradeActivities;
import dev.lockkeeper.activities.sql.SqlProfiles;
import dev.lockkeeper.activities.ssh.CredentialProfiles;
import dev.lockkeeper.activities.ssh.SshConnections;
import dev.lockkeeper.worker.activity.RunningActivities;
import dev.lockkeeper.worker.configuration.WorkerSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Secondary;
import io.temporal.client.WorkflowClient;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import jakarta.inject.Singleton;

/** The parts that the worker is put together from. None of them connects by being made. */
@Factory
final class TemporalBeans {
  @Singleton
  @Bean(preDestroy = "close")
  Scope metrics(MeterRegistry registry, WorkerSettings settings) {
    return new RootScopeBuilder()
        .reporter(new MicrometerClientStatsReporter(registry))
        .reportEvery(com.uber.m3.util.Duration.ofMillis(settings.metricsInterval().toMillis()));
  }

  @Singleton
  @Bean(preDestroy = "shutdownNow")
  WorkflowServiceStubs service(WorkerSettings settings, Scope metrics) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder(settings.temporal().service())
            .setMetricsScope(metrics)
            .validateAndBuildWithDefaults());
  }

  @Singleton
  @Bean(preDestroy = "shutdownNow")
  OperatorServiceStubs operator(WorkerSettings settings, Scope metrics) {
    return OperatorServiceStubs.newServiceStubs(
        OperatorServiceStubsOptions.newBuilder(settings.temporal().service())
            .setMetricsScope(metrics)
            .validateAndBuildWithDefaults());
  }

  @Singleton
  WorkflowClient client(WorkerSettings settings, WorkflowServiceStubs service) {
    return WorkflowClient.newInstance(service, settings.temporal().client());
  }

  @Singleton
  @Bean(preDestroy = "close")
  SshConnections connections(WorkerSettings settings) {
    return new SshConnections(new CredentialProfiles(settings.credentials()), settings.ssh());
  }

  @Singleton
  @Secondary
  ActivitySource activities(SshConnections connections, WorkerSettings settings) {
    SqlProfiles profiles = new SqlProfiles(settings.sqlCredentials());
    return facts -> {
      UpgradeActivities made = new UpgradeActivities(connections, profiles, facts);
      return new ActivitySource.Activities(made.implementations(), made::close);
    };
  }

  @Singleton
  RunningActivities runningActivities() {
    return new RunningActivities();
  }
}
