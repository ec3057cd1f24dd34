package dev.lockkeeper.worker;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Records what is logged, with the cluster, node and step that the line shows. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  public LogLines() {
    start();
    root.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(
        "%s [%s %s %s] %s"
            .formatted(
                event.getLevel(),
                event.getMDCPropertyMap().getOrDefault("cluster", "-"),
                event.getMDCPropertyMap().getOrDefault("node", "-"),
                event.getMDCPropertyMap().getOrDefault("step", "-"),
                event.getFormattedMessage()));
  }

  public List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    root.detachAppender(this);
    stop();
  }
}
