package dev.lockkeeper.lab.temporal;

import io.grpc.Deadline;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Temporal service whether its default namespace and the wanted search attributes can be
 * used.
 */
final class TemporalHealth implements BooleanSupplier, AutoCloseable {
  private static final String NAMESPACE = "default";
  private static final int ANSWER_BOUND_SECONDS = 2;
  private static final int CONNECT_BOUND_MILLIS = 500;

  private final String address;
  private final Collection<String> searchAttributes;
  private @Nullable WorkflowServiceStubs service;

  TemporalHealth(String address, Collection<String> searchAttributes) {
    this.address = address;
    this.searchAttributes = searchAttributes;
  }

  @Override
  public boolean getAsBoolean() {
    // gRPC waits longer and longer between connection attempts, so it is asked only once something
    // listens.
    if (!listens()) {
      return false;
    }
    try {
      return namespaceExists(service()) && searchAttributesExist(service());
    } catch (StatusRuntimeException e) {
      // It listens before it serves.
      return false;
    }
  }

  private boolean listens() {
    int colon = address.lastIndexOf(':');
    InetSocketAddress target =
        new InetSocketAddress(
            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    try (Socket socket = new Socket()) {
      socket.connect(target, CONNECT_BOUND_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private WorkflowServiceStubs service() {
    if (service == null) {
      service =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    }
    return service;
  }

  private static boolean namespaceExists(WorkflowServiceStubs service) {
    return service
        .blockingStub()
        .withDeadline(bound())
        .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(NAMESPACE).build())
        .hasNamespaceInfo();
  }

  private boolean searchAttributesExist(WorkflowServiceStubs service) {
    return OperatorServiceGrpc.newBlockingStub(service.getRawChannel())
        .withDeadline(bound())
        .listSearchAttributes(
            ListSearchAttributesRequest.newBuilder().setNamespace(NAMESPACE).build())
        .getCustomAttributesMap()
        .keySet()
        .containsAll(searchAttributes);
  }

  private static Deadline bound() {
    return Deadline.after(ANSWER_BOUND_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (service != null) {
      service.shutdownNow();
    }
  }
}
