package dev.lockkeeper.lab.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Waits until no other JVM of the same user runs a {@link WholeMachine} class. */
final class WholeMachineLock implements BeforeAllCallback, AfterAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(WholeMachineLock.class);
  private static final Path FILE =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "lockkeeper-whole-machine-" + System.getProperty("user.name") + ".lock");

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    FileChannel channel =
        FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    // Closing the channel, or the end of the JVM, gives the lock back.
    channel.lock();
    context.getStore(NAMESPACE).put(context.getUniqueId(), channel);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    FileChannel channel =
        context.getStore(NAMESPACE).remove(context.getUniqueId(), FileChannel.class);
    if (channel != null) {
      channel.close();
    }
  }
}
