package dev.lockkeeper.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * Where it was measured, and what else went on there.
 *
 * @param load the machine's load over the minute before the first measurement
 */
public record Machine(
    LocalDate day, int cores, long memoryMegabytes, String java, String kernel, double load) {

  /** This one, now. */
  static Machine here() throws IOException {
    String memory =
        Files.readAllLines(Path.of("/proc/meminfo")).stream()
            .filter(line -> line.startsWith("MemTotal:"))
            .findFirst()
            .orElseThrow(() -> new IOException("/proc/meminfo has no MemTotal"))
            .replaceAll("[^0-9]", "");
    return new Machine(
        LocalDate.now(),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(memory) >> 10,
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]));
  }
}
