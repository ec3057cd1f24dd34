package dev.lockkeeper.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreePortsTest {

  @Test
  void noPortIsGivenTwice() {
    List<Integer> ports = new ArrayList<>(FreePorts.some(20));
    ports.add(FreePorts.oneAt("127.0.0.11"));
    ports.addAll(FreePorts.some(20));

    assertThat(ports).doesNotHaveDuplicates();
  }

  @Test
  void aPortThatSomebodyListensOnIsNotGiven() throws IOException {
    int now = FreePorts.one();
    try (ServerSocket taken = new ServerSocket(now + 1, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(FreePorts.some(3)).doesNotContain(taken.getLocalPort());
    }
  }

  @Test
  void anAddressOfAnotherMachineIsRefused() {
    assertThatThrownBy(() -> FreePorts.oneAt("192.0.2.1"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("No free TCP port on 192.0.2.1");
  }

  @Test
  void twoProgramsShareNoBlock(@TempDir Path directory) throws IOException {
    PortRange one = new PortRange(directory);
    PortRange other = new PortRange(directory);
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i <= PortRange.BLOCK_SIZE; i++) {
      ports.add(one.next());
      ports.add(other.next());
    }

    assertThat(ports)
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= PortRange.FIRST && port < 32_768);
  }

  @Test
  void whenOtherProgramsHoldAllBlocksItSaysSo(@TempDir Path directory) throws IOException {
    List<FileChannel> held = new ArrayList<>();
    try {
      for (int block = 0; block < PortRange.BLOCKS; block++) {
        FileChannel channel =
            FileChannel.open(
                directory.resolve("block-" + block),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        held.add(channel);
        channel.lock();
      }

      assertThatThrownBy(() -> new PortRange(directory).next())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("other programs hold all of 20000 to 29999");
    } finally {
      for (FileChannel channel : held) {
        channel.close();
      }
    }
  }
}
