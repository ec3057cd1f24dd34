package dev.lockkeeper.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

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
    Signal.handle(new Signal("TERM"), signals::receive);
    Signal.handle(new Signal("INT"), signals::receive);
    return signals;
  }

  private void receive(Signal signal) {
    if (received.incrementAndGet() > 1) {
      log.warn("Second signal (SIG{}): leaving at once", signal.getName());
      Runtime.getRuntime().halt(128 + signal.getNumber());
    }
    log.info("Received SIG{}; send it again to leave at once", signal.getName());
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
