package dev.lockkeeper.lab.temporal;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The Temporal SDK's test server inside this process: the last resort where no real server can be
 * had.
 *
 * <p>The SDK's own {@code TestServer} listens on every address of the machine; this one only on the
 * loopback address, for which two internal classes of the SDK (1.38) are needed.
 */
public final class InMemoryTemporal implements LocalTemporal {
  private static final boolean TIME_IS_NOT_SKIPPED = true;
  private static final long STARTS_AT_THE_PRESENT_TIME = 0;

  private final TestServicesStarter services;
  private final Server server;

  private InMemoryTemporal(TestServicesStarter services, Server server) {
    this.services = services;
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @param port on the loopback address
   * @throws UncheckedIOException when the port is taken
   */
  public static InMemoryTemporal start(int port) {
    TestServicesStarter services =
        new TestServicesStarter(TIME_IS_NOT_SKIPPED, STARTS_AT_THE_PRESENT_TIME);
    try {
      NettyServerBuilder builder =
          NettyServerBuilder.forAddress(
              new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
      InMemoryTemporal started = new InMemoryTemporal(services, builder.build().start());
      started.registerSearchAttributes();
      return started;
    } catch (IOException e) {
      services.close();
      throw new UncheckedIOException(
          "The in-memory Temporal server cannot listen on 127.0.0.1:" + port + ".", e);
    }
  }

  private void registerSearchAttributes() {
    AddSearchAttributesRequest.Builder request =
        AddSearchAttributesRequest.newBuilder().setNamespace("default");
    LockkeeperAttributes.NAMES.forEach(
        name -> request.putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setTarget(address())
                .validateAndBuildWithDefaults());
    try {
      operator.blockingStub().addSearchAttributes(request.build());
    } finally {
      operator.shutdownNow();
    }
  }

  @Override
  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public Optional<String> uiUrl() {
    return Optional.empty();
  }

  @Override
  public String sentence() {
    return "An in-memory Temporal server at "
        + address()
        + ": it has no web page and forgets every upgrade when this program stops.";
  }

  @Override
  public void close() {
    server.shutdownNow();
    services.close();
  }
}
