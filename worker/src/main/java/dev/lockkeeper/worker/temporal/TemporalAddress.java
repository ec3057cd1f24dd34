package dev.lockkeeper.worker.temporal;

import dev.lockkeeper.workflows.codec.PayloadKeys;
import dev.lockkeeper.workflows.codec.SealedPayloads;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.util.Map;

/**
 * Which Temporal service to work for, and how to reach it.
 *
 * @param service address, TLS, API key
 * @param client namespace and data converter
 */
public record TemporalAddress(WorkflowServiceStubsOptions service, WorkflowClientOptions client) {

  /**
   * Reads the SDK's standard client configuration: variables such as {@code TEMPORAL_ADDRESS} win
   * over the profile file. Payloads are sealed when the environment gives keys.
   *
   * @throws IOException when the profile or a file it names cannot be used
   */
  public static TemporalAddress load(Map<String, String> environment) throws IOException {
    PayloadKeys keys = PayloadKeys.read(environment);
    try {
      ClientConfigProfile profile =
          ClientConfigProfile.load(
              LoadClientConfigProfileOptions.newBuilder()
                  .setEnvOverrides(environment)
                  .setConfigFileStrict(true)
                  .build());
      return new TemporalAddress(
          WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
              .validateAndBuildWithDefaults(),
          profile.toWorkflowClientOptions().toBuilder()
              .setDataConverter(SealedPayloads.converter(keys))
              .validateAndBuildWithDefaults());
    } catch (RuntimeException refused) {
      // The SDK reports an unknown profile, a bad certificate and the like by unchecked exceptions.
      throw new IOException(String.valueOf(refused.getMessage()), refused);
    }
  }

  /** Host and port. */
  public String target() {
    return service.getTarget();
  }

  public String namespace() {
    return client.getNamespace();
  }

  /** Without the options: they hold the API key. */
  @Override
  public String toString() {
    return target() + ", namespace " + namespace();
  }
}
