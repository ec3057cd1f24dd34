package dev.lockkeeper.lab.openmldb.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The flags of a run as gflags takes them: from the command line and from a file; the last wins.
 */
final class Flags {
  /** Those beginning with lab_ are the look-alike's own. */
  private static final List<String> KNOWN =
      Arrays.asList(
          "auto_failover",
          "cmd",
          "data_dir",
          "database",
          "db_root_path",
          "enable_status_service",
          "endpoint",
          "flagfile",
          "get_table_status_interval",
          "interactive",
          "lab_address",
          "lab_auto_failover_race",
          "lab_load_millis",
          "lab_operation_millis",
          "lab_sync_rows",
          "log_level",
          "name_server_task_concurrency",
          "name_server_task_max_concurrency",
          "openmldb_log_dir",
          "port",
          "recycle_bin_root_path",
          "request_timeout_ms",
          "role",
          "system_table_replica_num",
          "tablet_heartbeat_timeout",
          "thread_pool_size",
          "use_name",
          "version",
          "zk_cluster",
          "zk_keep_alive_check_interval",
          "zk_root_path",
          "zk_session_timeout");

  private final Map<String, String> values = new HashMap<>();

  /** Reads them; ends the program with gflags' words and status if one is unknown. */
  static Flags parse(List<String> words) throws IOException {
    Flags flags = new Flags();
    flags.add(words);
    String file = flags.text("flagfile", "");
    if (!file.isEmpty()) {
      List<String> lines = new ArrayList<>();
      for (String line : Files.readAllLines(Path.of(file))) {
        if (line.strip().startsWith("-")) {
          lines.add(line.strip());
        }
      }
      flags.add(lines);
    }
    return flags;
  }

  private void add(List<String> words) {
    for (String word : words) {
      int start = word.startsWith("--") ? 2 : 1;
      int equals = word.indexOf('=');
      String name = equals < 0 ? word.substring(start) : word.substring(start, equals);
      String value = equals < 0 ? "true" : word.substring(equals + 1);
      if (!KNOWN.contains(name) && name.startsWith("no") && KNOWN.contains(name.substring(2))) {
        name = name.substring(2);
        value = "false";
      }
      if (!word.startsWith("-") || !KNOWN.contains(name)) {
        System.err.println("ERROR: unknown command line flag '".concat(name).concat("'"));
        System.exit(1);
      }
      values.put(name, value);
    }
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  boolean isTrue(String name, boolean otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : value.equals("true");
  }
}
