package dev.lockkeeper.starter.run;

import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The thread that speaks to Temporal. gRPC's own would wait in native code for another second after
 * the last call, and a JVM that ends waits 300 ms for threads in native code (JDK 17,
 * VM_Exit::wait_for_threads_in_native_to_block): a third of the time of a short command.
 */
final class ClientThread implements AutoCloseable {
  private static final DefaultThreadFactory DAEMONS = new DefaultThreadFactory("temporal", true);
  private static final long PATIENCE_MILLIS = 200;

  private final boolean epoll = Epoll.isAvailable();
  private final EventLoopGroup group =
      epoll ? new EpollEventLoopGroup(1, DAEMONS) : new NioEventLoopGroup(1, DAEMONS);

  /** Lets a channel use it. */
  void serve(ManagedChannelBuilder<?> channel) {
    if (channel instanceof NettyChannelBuilder netty) {
      netty
          .eventLoopGroup(group)
          .channelType(epoll ? EpollSocketChannel.class : NioSocketChannel.class);
    }
  }

  @Override
  public void close() {
    group
        .shutdownGracefully(0, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(PATIENCE_MILLIS);
  }
}
