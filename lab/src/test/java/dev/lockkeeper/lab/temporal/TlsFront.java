package dev.lockkeeper.lab.temporal;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Requires a client's certificate in front of a Temporal server that listens without TLS, as the
 * development server does (Temporal CLI 1.5.1 has no option for it). It hands on calls as they are.
 */
final class TlsFront implements AutoCloseable {
  private static final MethodDescriptor.Marshaller<byte[]> AS_IT_IS =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try (stream) {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private final ManagedChannel behind;
  private final Server server;

  private TlsFront(ManagedChannel behind, Server server) {
    this.behind = behind;
    this.server = server;
  }

  /**
   * Listens on a free port of the loopback address.
   *
   * @param target host and port of the server behind
   * @param own what it shows to clients
   * @param client the only one that it lets in
   */
  static TlsFront start(String target, Certificate own, Certificate client) throws IOException {
    ManagedChannel behind = NettyChannelBuilder.forTarget(target).usePlaintext().build();
    HandlerRegistry everything =
        new HandlerRegistry() {
          @Override
          public ServerMethodDefinition<?, ?> lookupMethod(String method, String authority) {
            return ServerMethodDefinition.create(
                descriptor(method), (call, headers) -> handOn(behind, method, call, headers));
          }
        };
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))
            .sslContext(
                GrpcSslContexts.forServer(own.certificate().toFile(), own.key().toFile())
                    .trustManager(client.certificate().toFile())
                    .clientAuth(ClientAuth.REQUIRE)
                    .build())
            .fallbackHandlerRegistry(everything)
            .build()
            .start();
    return new TlsFront(behind, server);
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  private static MethodDescriptor<byte[], byte[]> descriptor(String method) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodDescriptor.MethodType.UNKNOWN)
        .setFullMethodName(method)
        .setRequestMarshaller(AS_IT_IS)
        .setResponseMarshaller(AS_IT_IS)
        .build();
  }

  private static ServerCall.Listener<byte[]> handOn(
      ManagedChannel behind, String method, ServerCall<byte[], byte[]> call, Metadata headers) {
    ClientCall<byte[], byte[]> on = behind.newCall(descriptor(method), CallOptions.DEFAULT);
    on.start(
        new ClientCall.Listener<>() {
          @Override
          public void onHeaders(Metadata answer) {
            call.sendHeaders(answer);
          }

          @Override
          public void onMessage(byte[] message) {
            call.sendMessage(message);
            on.request(1);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            call.close(status, trailers);
          }
        },
        headers);
    on.request(1);
    call.request(1);
    return new ServerCall.Listener<>() {
      @Override
      public void onMessage(byte[] message) {
        on.sendMessage(message);
        call.request(1);
      }

      @Override
      public void onHalfClose() {
        on.halfClose();
      }

      @Override
      public void onCancel() {
        on.cancel("the client has gone", null);
      }
    };
  }

  @Override
  public void close() {
    server.shutdownNow();
    behind.shutdownNow();
  }
}
