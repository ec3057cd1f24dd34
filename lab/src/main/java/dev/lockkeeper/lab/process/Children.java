package dev.lockkeeper.lab.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Everything that must not outlive this JVM. What is still here when the JVM ends, also by Ctrl-C
 * or SIGTERM, is closed in the reverse order of its start: a worker before the server that it talks
 * to.
 *
 * <p>SIGKILL gives no JVM the time to do this: children of a killed JVM go on.
 */
public final class Children {
  private static final System.Logger LOG = System.getLogger(Children.class.getName());
  private static final Deque<AutoCloseable> RUNNING = new ArrayDeque<>();
  private static boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Children::closeAll, "stop-children"));
  }

  private Children() {}

  /**
   * Starts something and keeps it until {@link #forget}.
   *
   * @throws IllegalStateException when the JVM is already ending; nothing is started then
   */
  public static <T extends AutoCloseable> T start(Supplier<T> starter) {
    synchronized (RUNNING) {
      if (ending) {
        throw new IllegalStateException("Nothing is started any more: this process is ending.");
      }
      T child = starter.get();
      RUNNING.push(child);
      return child;
    }
  }

  /** Says that it has been closed. */
  public static void forget(AutoCloseable child) {
    synchronized (RUNNING) {
      RUNNING.remove(child);
    }
  }

  private static void closeAll() {
    synchronized (RUNNING) {
      ending = true;
    }
    while (true) {
      AutoCloseable last;
      synchronized (RUNNING) {
        last = RUNNING.poll();
      }
      if (last == null) {
        return;
      }
      close(last);
    }
  }

  private static void close(AutoCloseable child) {
    try {
      child.close();
    } catch (Exception e) {
      // The rest must still be closed.
      LOG.log(System.Logger.Level.ERROR, "Could not stop " + child, e);
    }
  }
}
