package dev.lockkeeper.lab.openmldb.program;

import java.io.IOException;

/** {@code --role=client}: what a tablet says of its memory. */
final class TabletShell {
  private final Flags flags;

  TabletShell(Flags flags) {
    this.flags = flags;
  }

  void run() {
    String[] words = flags.text("cmd", "").strip().split("\\s+");
    switch (words[0]) {
      case "gettablestatus" ->
          show(
              new TablePrinter(
                  "tid",
                  "pid",
                  "offset",
                  "mode",
                  "state",
                  "enable_expire",
                  "ttl",
                  "ttl_offset",
                  "memused",
                  "compress_type",
                  "skiplist_height"),
              "gettablestatus failed",
              "status");
      case "getfollower" -> {
        if (words.length < 3) {
          System.out.println("Bad format");
        } else {
          show(
              new TablePrinter("#", "tid", "pid", "leader_offset", "follower", "offset"),
              "get failed",
              "followers",
              words[1],
              words[2]);
        }
      }
      default -> System.out.println("unsupported cmd");
    }
  }

  private void show(TablePrinter table, String failure, String... request) {
    try {
      for (String line : Wire.call(flags.text("endpoint", ""), request)) {
        table.add(line.split("\t", -1));
      }
      System.out.print(table.text());
    } catch (IOException e) {
      System.out.println(failure);
    }
  }
}
