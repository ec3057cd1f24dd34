package dev.lockkeeper.lab.databend.daemon;

import java.util.List;
import java.util.Map;

/** What {@code databend-metactl export} writes: a line for the header, then one for each entry. */
final class Export {
  private final Build build;
  private final RaftNode raft;

  Export(Build build, RaftNode raft) {
    this.build = build;
    this.raft = raft;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"")
        .append(build.data())
        .append(build.atLeast("1.2.655") ? "\"}}}]\n" : "\",\"upgrading\":null}}}]\n");
    List<Entry> entries = raft.entries();
    for (int i = 0; i < entries.size(); i++) {
      text.append(
              Json.of(
                  List.of(
                      "raft_log",
                      Map.of("Logs", Map.of("key", i + 1, "value", entries.get(i).command())))))
          .append('\n');
    }
    raft.keys()
        .forEach(
            (key, value) ->
                text.append(
                        Json.of(
                            List.of(
                                "state_machine/0",
                                Map.of("GenericKV", Map.of("key", key, "value", value)))))
                    .append('\n'));
    return text.toString();
  }
}
