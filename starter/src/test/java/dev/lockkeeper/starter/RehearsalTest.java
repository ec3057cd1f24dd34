package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  @Test
  void aStatusIsShownWithoutATemporalService() throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int exit =
        Rehearsal.rehearse(
            new Console(
                new PrintWriter(out),
                new PrintWriter(err),
                InputStream.nullInputStream(),
                false,
                Map.of("HOME", "/nonexistent"),
                ZoneOffset.UTC));

    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
    assertThat(out.toString()).contains("rehearsal  WAITING").contains("Gate node-1");
  }
}
