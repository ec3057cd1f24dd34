package dev.lockkeeper.activities.ssh;

import java.security.Security;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** sshj's settings: what it offers a server, how it notices a dead peer, what it logs. */
final class ClientConfig {
  static {
    // sshj 0.40 takes Bouncy Castle's ciphers unless told not to. They need five times the work of
    // the JDK's, which use the processor's instructions for AES and SHA. What only Bouncy Castle
    // has, such as a factory of ECDSA keys by that name, is found behind the JDK's own.
    SecurityUtils.setRegisterBouncyCastle(false);
    Security.addProvider(new BouncyCastleProvider());
  }

  private ClientConfig() {}

  /** Builds the settings; they hold no state of a connection, so all connections share them. */
  static Config create() {
    DefaultConfig config = new DefaultConfig();
    config.setLoggerFactory(new Loggers());
    // The default, HEARTBEAT, sends messages that need no answer and never notices a dead peer.
    config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
    config.setCipherFactories(
        strongest(
            config.getCipherFactories(), List.of("-gcm@", "-ctr", "chacha20"), "aes", "chacha"));
    config.setMACFactories(strongest(config.getMACFactories(), List.of("sha2"), "hmac-sha2"));
    config.setKeyExchangeFactories(
        config.getKeyExchangeFactories().stream()
            .filter(factory -> !factory.getName().endsWith("-sha1"))
            .toList());
    config.setKeyAlgorithms(
        config.getKeyAlgorithms().stream()
            .filter(factory -> !factory.getName().startsWith("ssh-dss"))
            .toList());
    return config;
  }

  /**
   * Keeps the factories with one of the marks in their names, in the order of the marks: AES-GCM
   * first, which Java does several times faster than sshj's own first choice, ChaCha20.
   */
  private static <T> List<Factory.Named<T>> strongest(
      List<Factory.Named<T>> factories, List<String> marks, String... families) {
    List<Factory.Named<T>> kept = new ArrayList<>();
    for (Factory.Named<T> factory : factories) {
      String name = factory.getName();
      boolean family = List.of(families).stream().anyMatch(name::startsWith);
      if (family && marks.stream().anyMatch(name::contains)) {
        kept.add(factory);
      }
    }
    kept.sort(Comparator.comparingInt(factory -> rank(marks, factory.getName())));
    return kept;
  }

  private static int rank(List<String> marks, String name) {
    int index = 0;
    while (!name.contains(marks.get(index))) {
      index++;
    }
    return index;
  }

  /**
   * sshj logs lost connections as errors with stack traces, though each also reaches the caller as
   * an exception, and whole command lines with their arguments: those loggers say nothing here.
   */
  private static final class Loggers implements LoggerFactory {
    private static final List<String> SILENT =
        List.of(
            SessionChannel.class.getName(),
            "net.schmizz.sshj.transport.",
            "net.schmizz.concurrent.",
            "net.schmizz.sshj.userauth.");

    @Override
    public Logger getLogger(String name) {
      return SILENT.stream().anyMatch(name::startsWith)
          ? NOPLogger.NOP_LOGGER
          : org.slf4j.LoggerFactory.getLogger(name);
    }

    @Override
    public Logger getLogger(Class<?> type) {
      return getLogger(type.getName());
    }
  }
}
