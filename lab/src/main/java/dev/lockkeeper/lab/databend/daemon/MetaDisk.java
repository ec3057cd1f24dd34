package dev.lockkeeper.lab.databend.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The form of a node's data and its conversion at the start. From V004 on a JSON file names it;
 * before, it stands inside of a file that nobody but the daemon can read.
 */
final class MetaDisk {
  private static final List<String> FORMS = List.of("V0", "V001", "V002", "V003", "V004");
  private static final List<String> TEXTS =
      List.of(
          "V0(2023-04-21: compatible with openraft v07 and v08, using openraft::compat)",
          "V001(2023-05-15: Get rid of compat, use only openraft v08 data types)",
          "V002(2023-07-22: Store snapshot in a file)",
          "V003(2024-06-27: Store snapshot in rotbl)",
          "V004(2024-11-11: WAL based raft-log)");

  /** The start fails as a Rust program does that panics. */
  static final class Panic extends Exception {
    private static final long serialVersionUID = 1L;

    Panic(String message) {
      super(message);
    }
  }

  private final Build build;
  private final Path directory;
  private final Journal journal;

  MetaDisk(Build build, Path directory, Journal journal) {
    this.build = build;
    this.directory = directory;
    this.journal = journal;
  }

  /** Where the Raft log lies, whatever its form. */
  Path raft() {
    return directory.resolve("df_meta/" + build.data());
  }

  /** The form that lies there now; the daemon's own where nothing lies. */
  String present() throws IOException {
    Path named = directory.resolve("df_meta/VERSION");
    if (Files.exists(named)) {
      return Files.readString(named).replaceAll("(?s).*\"version\":\"(V[0-9]+)\".*", "$1");
    }
    Path hidden = directory.resolve("db");
    if (Files.exists(hidden)) {
      byte[] bytes = Files.readAllBytes(hidden);
      return new String(bytes, 8, bytes.length - 8, StandardCharsets.US_ASCII).strip();
    }
    return build.data();
  }

  /** Converts what lies there, step by step. */
  void open() throws IOException, Panic {
    String present = present();
    int from = FORMS.indexOf(present);
    int to = FORMS.indexOf(build.data());
    if (from > to) {
      throw new Panic(
          "unknown variant `" + present + "`, expected one of " + FORMS.subList(0, to + 1));
    }
    refuseTooOld(from, to);
    say("Upgrade ondisk data if out of date: " + present);
    say("    Find and clean previous unfinished upgrading");
    for (int form = from; form < to; form++) {
      say("Upgrade on-disk data");
      say("    From: " + TEXTS.get(form));
      say("    To:   " + TEXTS.get(form + 1));
      say("    Finished upgrading: " + FORMS.get(form + 1));
    }
    if (from < to) {
      Path old = directory.resolve("df_meta/" + present);
      if (Files.isDirectory(old)) {
        Files.move(old, raft());
      }
    }
    write();
    say("Upgrade ondisk data finished: " + build.data());
  }

  private void refuseTooOld(int from, int to) throws Panic {
    if (from == 2 && build.atLeast("1.2.769")) {
      throw new Panic(
          "internal error: entered unreachable code: V002 is no longer supported, since 2025-07-01, TODO version");
    }
    int oldest = build.atLeast("1.2.528") ? 2 : build.atLeast("1.2.53") ? 1 : 0;
    if (from < oldest) {
      System.err.println("Working data version is: " + FORMS.get(to));
      System.err.println("On-disk data version is too old: " + FORMS.get(from));
      System.err.println("The latest compatible version is " + FORMS.get(oldest));
      System.err.println(
          "Download the latest compatible version: https://github.com/datafuselabs/databend/releases/tag/v1.2.527-nightly");
      throw new Panic(
          "On-disk data version "
              + FORMS.get(from)
              + " is too old, the latest compatible version is "
              + FORMS.get(oldest));
    }
  }

  private void write() throws IOException {
    Files.createDirectories(raft());
    if (build.atLeast("1.2.655")) {
      Files.writeString(
          directory.resolve("df_meta/VERSION"), "{\"version\":\"" + build.data() + "\"}");
      Files.deleteIfExists(directory.resolve("db"));
    } else {
      byte[] name = ("\0\1\2\3\4\5\6\7" + build.data()).getBytes(StandardCharsets.US_ASCII);
      Files.write(directory.resolve("db"), name);
    }
  }

  private void say(String text) {
    System.err.println(text);
    journal.info(text);
  }
}
