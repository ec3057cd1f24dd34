package dev.lockkeeper.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.lab.host.LabException;
import org.junit.jupiter.api.Test;

/** The kernel's counters of a host. */
class ReceivedBytesTest {
  private static final String TABLE =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets
          lo:     123       4    0    0    0     0          0         0      123       4
        eth0: 200675260  5000    0    0    0     0          0         0     9876      54
      """;

  @Test
  void whatOneInterfaceReceivedIsReadAndNotWhatItSent() {
    assertThat(ReceivedBytes.parse(TABLE)).isEqualTo(200_675_260);
  }

  @Test
  void aHostWithoutThatInterfaceIsNotTakenForOneThatReceivedNothing() {
    assertThatThrownBy(() -> ReceivedBytes.parse(TABLE.replace("eth0", "eth1")))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("no interface eth0");
  }
}
