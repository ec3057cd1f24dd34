package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports in files, and what {@code report --verify} says of them. */
class StoredReportTest extends OnTemporal {
  @TempDir private Path directory;

  @Test
  void aReportIsStoredVerifiedAndFoundOutWhenItWasChanged() throws IOException {
    pipe("start", EXAMPLE, "--watch", "--approve-all", "bo", "--set", "cluster=stored");
    Path page = directory.resolve("stored.html");
    Path data = directory.resolve("stored.json");

    CommandLineRun written = pipe("report", "stored", "--out", page.toString());
    assertThat(written.exit()).as(written.err()).isZero();
    String head = written.out().strip().replaceFirst(".*: ", "");
    assertThat(head).matches("[0-9a-f]{64}");
    assertThat(pipe("report", "stored", "--out", data.toString()).out()).contains(head);
    assertThat(pipe("report", "stored").out()).endsWith("Head of the hash chain: " + head + "\n");
    assertThat(pipe("report", "stored", "--format", "json").out())
        .isEqualTo(Files.readString(data));
    CommandLineRun intact =
        CommandLineRun.inPipe("report", "--verify", page.toString(), "--head", head);
    assertThat(intact.exit()).as(intact.out() + intact.err()).isZero();
    assertThat(intact.out()).contains("is as it was written: stored, COMPLETED, ", head);
    assertThat(CommandLineRun.inPipe("report", "--verify", data.toString()).exit()).isZero();

    String text = Files.readString(data);
    Files.writeString(data, text.replaceFirst("\"by\":\"bo\"", "\"by\":\"ann\""));
    CommandLineRun changed = CommandLineRun.inPipe("report", "--json", "--verify", data.toString());
    assertThat(changed.exit()).isEqualTo(1);
    JsonNode found = new ObjectMapper().readTree(changed.out());
    assertThat(found.path("intact").asBoolean()).isFalse();
    assertThat(found.path("where").asText()).containsPattern("line [0-9]+, entry [0-9]+ \\(.*Z, ");
    CommandLineRun another =
        CommandLineRun.inPipe("report", "--verify", page.toString(), "--head", "0".repeat(64));
    assertThat(another.exit()).isEqualTo(1);
    assertThat(another.out()).contains("but another one");
  }

  @Test
  void aRunningAndATerminatedRunAreStoredAsFarAsTheyGot() throws IOException {
    start("half");
    pipe("approve", "half", "tablet-1", "--comment", "traffic is low");
    waitFor("half", "WAITING", "tablet-2");
    Path page = directory.resolve("half.html");
    assertThat(pipe("report", "half", "--out", page.toString()).exit()).isZero();
    assertThat(Files.readString(page))
        .contains("The run is WAITING", "traffic is low", "waits for an answer");
    temporal.client().newUntypedWorkflowStub("upgrade-half").terminate("wrong window");

    assertThat(pipe("report", "half", "--out", page.toString()).exit()).isEqualTo(1);

    assertThat(Files.readString(page))
        .contains("TERMINATED", "wrong window; nothing was undone", "traffic is low", "Half done");
    assertThat(CommandLineRun.inPipe("report", "--verify", page.toString()).exit()).isZero();
  }

  @Test
  void whatCannotBeVerifiedOrWrittenIsSaid() throws IOException {
    Path ticket = Files.writeString(directory.resolve("ticket.md"), "# orders\n");
    CommandLineRun markdown = CommandLineRun.inPipe("report", "--verify", ticket.toString());
    assertThat(markdown.exit()).isEqualTo(2);
    assertThat(markdown.err()).contains("cannot be verified", "--format json or --format html");
    assertThat(CommandLineRun.inPipe("report", "--verify", "/nonexistent").exit()).isEqualTo(2);
    assertThat(CommandLineRun.inPipe("report").err()).contains("Name a cluster");
    assertThat(CommandLineRun.inPipe("report", "x", "--format", "pdf").err())
        .contains("\"pdf\" is not one of text, markdown, json, html");
  }
}
