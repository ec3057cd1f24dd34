package dev.lockkeeper.lab.openmldb.program;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Where the program starts: the release's number, then the flags of {@code bin/openmldb}. */
public final class OpenMldb {
  private OpenMldb() {}

  /** Runs the role that the flags name. The clients end with status 0 whatever happened. */
  public static void main(String[] arguments) throws IOException {
    String version = arguments[0];
    List<String> words = Arrays.asList(arguments).subList(1, arguments.length);
    Flags flags = Flags.parse(words);
    if (words.contains("--version")) {
      System.out.println("openmldb version ".concat(build(version)));
      return;
    }
    switch (flags.text("role", "")) {
      case "ns_client" -> new NameserverShell(version, flags).run();
      case "client" -> new TabletShell(flags).run();
      case "nameserver" -> new Nameserver(build(version), flags).run();
      case "tablet" -> new Tablet(build(version), flags).run();
      case "apiserver" -> new Apiserver(build(version), flags).run();
      default -> System.out.println("Invalid openmldb role: ");
    }
  }

  /** What servers call their version: the number and a commit. */
  static String build(String version) {
    return version.concat("-lookalike");
  }
}
