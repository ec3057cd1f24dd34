package dev.lockkeeper.lab.lookalike.server;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server does on TERM: it leaves the cluster at once, and ends {@code stop.seconds} later.
 * As long as {@code data/freeze-stop} exists, it does nothing.
 */
final class Termination implements InvocationHandler {

  private static final long STOP_MILLIS = 50;

  private final Configuration configuration;
  private final Audit audit;
  private final Path freeze;
  private final List<PeerLink> links = new ArrayList<>();
  private @Nullable Door door;
  private boolean stopping;

  Termination(Configuration configuration, Audit audit) {
    this.configuration = configuration;
    this.audit = audit;
    this.freeze = configuration.data().resolve("freeze-stop");
  }

  /**
   * Answers TERM from now on. By reflection: the compiler warns of sun.misc.Signal, the only way to
   * outlive a signal in Java, and the warning cannot be suppressed.
   */
  void install() throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, this);
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance("TERM"), proxy);
  }

  /** What there is to leave when TERM comes. */
  synchronized void serving(Door opened, List<PeerLink> talking) {
    door = opened;
    links.addAll(talking);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws IOException, InterruptedException {
    if (method.getName().equals("handle")) {
      terminate();
    }
    return null;
  }

  private void terminate() throws IOException, InterruptedException {
    if (Files.exists(freeze)) {
      audit.add("ignored", "signal=TERM");
      return;
    }
    audit.add("stopping");
    if (!leave()) {
      return;
    }
    Thread.sleep(configuration.millis("stop.seconds", STOP_MILLIS));
    audit.add("stopped");
    Runtime.getRuntime().halt(0);
  }

  /** Whether this is the first TERM, so that there was something to leave. */
  private synchronized boolean leave() throws IOException {
    if (stopping) {
      return false;
    }
    stopping = true;
    for (PeerLink link : links) {
      link.hangUp();
    }
    if (door != null) {
      door.close();
    }
    return true;
  }
}
