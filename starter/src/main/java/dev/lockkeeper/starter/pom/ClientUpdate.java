package dev.lockkeeper.starter.pom;

import dev.lockkeeper.workflows.model.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Brings OpenMLDB's Java clients in applications' poms to a release: section 3 of the vendor's page
 * "Upgrade". All poms are read and judged before one is written.
 */
public final class ClientUpdate {
  private final Map<PomFile, String> changed = new LinkedHashMap<>();
  private final List<PomChange> changes = new ArrayList<>();
  private final Set<PomMistake> mistakes =
      new TreeSet<>(
          Comparator.comparing(PomMistake::file)
              .thenComparing(PomMistake::line)
              .thenComparing(PomMistake::message));
  private final List<String> notes = new ArrayList<>();

  private ClientUpdate() {}

  /**
   * Reads poms and finds out what is to be done. Writes nothing.
   *
   * @param files poms of one application or of several, with the parents that set its versions
   */
  public static ClientUpdate plan(List<String> files, Version target) {
    ClientUpdate update = new ClientUpdate();
    Map<Path, PomFile> poms = new LinkedHashMap<>();
    for (String file : files) {
      try {
        PomFile pom = PomFile.read(file);
        poms.putIfAbsent(pom.path(), pom);
      } catch (BadPomException e) {
        update.mistakes.add(e.mistake());
      }
    }
    update.judge(List.copyOf(poms.values()), target);
    return update;
  }

  private void judge(List<PomFile> poms, Version target) {
    ClientVersions.Findings findings = ClientVersions.find(poms, target);
    mistakes.addAll(findings.mistakes());
    OtherUses others = OtherUses.find(poms, findings.properties());
    mistakes.addAll(others.mistakes());
    notes.addAll(others.notes());
    if (!findings.any() && mistakes.isEmpty()) {
      poms.forEach(
          pom ->
              mistakes.add(
                  pom.mistake(
                      0, "names neither openmldb-jdbc nor openmldb-native of " + PomFile.GROUP)));
    }
    for (PomFile pom : poms) {
      List<Edit> edits =
          findings.edits().stream()
              .filter(edit -> edit.pom().equals(pom))
              .sorted(Comparator.comparing(edit -> edit.from().begin()))
              .toList();
      String text = applied(pom.text(), edits);
      if (!text.equals(pom.text())) {
        changed.put(pom, text);
        if (!Files.isWritable(pom.path())) {
          mistakes.add(pom.mistake(0, "may not be written by you"));
        }
      }
      changes.add(
          new PomChange(
              pom.name(),
              edits.stream()
                  .map(
                      edit ->
                          new PomChange.SetVersion(
                              edit.subject(), edit.line(), edit.from().text(), edit.to()))
                  .toList(),
              PomDifference.of(pom, text)));
    }
  }

  private static String applied(String text, List<Edit> edits) {
    StringBuilder applied = new StringBuilder(text);
    for (int i = edits.size() - 1; i >= 0; i--) {
      Edit edit = edits.get(i);
      applied.replace(edit.from().begin(), edit.from().end(), edit.to());
    }
    return applied.toString();
  }

  /** Why nothing may be written, of all poms at once, by file and line. */
  public List<PomMistake> mistakes() {
    return List.copyOf(mistakes);
  }

  /** What each pom says and will say, in the order they were named. */
  public List<PomChange> changes() {
    return changes;
  }

  /** What somebody should look at. */
  public List<String> notes() {
    return notes;
  }

  /**
   * Writes the poms that change.
   *
   * @throws IOException naming the file that could not be written and those that were
   */
  public void write() throws IOException {
    if (!mistakes.isEmpty()) {
      throw new IllegalStateException("poms with mistakes are not written");
    }
    List<String> written = new ArrayList<>();
    for (Map.Entry<PomFile, String> one : changed.entrySet()) {
      try {
        Files.write(one.getKey().path(), one.getValue().getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        throw new IOException(
            one.getKey().name()
                + " cannot be written: "
                + e.getMessage()
                + "; written before it: "
                + (written.isEmpty() ? "none" : String.join(", ", written)),
            e);
      }
      written.add(one.getKey().name());
    }
  }
}
