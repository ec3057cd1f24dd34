package dev.lockkeeper.lab.kwdb.node;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line of {@code kwbase start} and its sisters. */
record StartCommand(String verb, Map<String, String> options) {

  static StartCommand parse(List<String> words) {
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      if (equals > 0) {
        options.put(word.substring(0, equals), word.substring(equals + 1));
      } else if (word.equals("--join") && i + 1 < words.size()) {
        options.put(word, words.get(++i));
      } else {
        options.put(word, "");
      }
    }
    return new StartCommand(words.get(0), options);
  }

  String store() {
    return options.getOrDefault("--store", "kwbase-data");
  }

  boolean upgradeComplete() {
    return options.containsKey("--upgrade-complete");
  }

  InetSocketAddress listen() {
    return address("--listen-addr", 26257);
  }

  InetSocketAddress http() {
    return address("--http-addr", 8080);
  }

  private InetSocketAddress address(String option, int usual) {
    String text = options.getOrDefault(option, "0.0.0.0:" + usual);
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }
}
