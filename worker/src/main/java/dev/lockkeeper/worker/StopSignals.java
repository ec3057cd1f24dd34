package dev.lockkeeper.worker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT. The first asks for an orderly stop, a second one ends the process at once.
 * Shutdown hooks of the JVM cannot tell a second signal, so the signals are taken directly.
 */
final class StopSignals {
  private static final Logger log = LoggerFactory.getLogger(StopSignals.class);

  private final CountDownLatch first = new CountDownLatch(1);
  private final AtomicInteger received = new AtomicInteger();

  /** Begins to listen. */
  static StopSignals listen() {
    StopSignals signals = new StopSignals();
    try {
      signals.handle("TERM");
      signals.handle("INT");
    } catch (ReflectiveOperationException unavailable) {
      log.warn("This JVM does not hand over signals; a stop will not be orderly", unavailable);
    }
    return signals;
  }

  /**
   * Calls {@code sun.misc.Signal.handle}, which every JDK from 17 on has in its module
   * jdk.unsupported. By reflection, as naming the class is a compiler warning that cannot be
   * suppressed.
   */
  private void handle(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object wanted = signal.getConstructor(String.class).newInstance(name);
    int number = (int) signal.getMethod("getNumber").invoke(wanted);
    InvocationHandler calls =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                receive(name, number);
                yield null;
              }
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "StopSignals for SIG" + name;
            };
    signal
        .getMethod("handle", signal, handler)
        .invoke(
            null,
            wanted,
            Proxy.newProxyInstance(
                StopSignals.class.getClassLoader(), new Class<?>[] {handler}, calls));
  }

  private void receive(String name, int number) {
    if (received.incrementAndGet() > 1) {
      log.warn("Second signal (SIG{}): leaving at once", name);
      Runtime.getRuntime().halt(128 + number);
    }
    log.info("Received SIG{}; send it again to leave at once", name);
    first.countDown();
  }

  /** Wakes whoever waits, as a signal would. */
  void stop() {
    first.countDown();
  }

  /** Waits for the first signal. */
  void await() throws InterruptedException {
    first.await();
  }
}
