package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.report.Chronicle;
import dev.lockkeeper.starter.report.HtmlReport;
import dev.lockkeeper.starter.report.JsonReport;
import dev.lockkeeper.starter.report.MarkdownReport;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;

/** In which form a report is given. */
enum ReportFormat {
  TEXT,
  MARKDOWN,
  JSON,
  HTML;

  /** The format that a file's ending names. */
  static ReportFormat of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".md")) {
      return MARKDOWN;
    }
    if (name.endsWith(".json")) {
      return JSON;
    }
    if (name.endsWith(".html") || name.endsWith(".htm")) {
      return HTML;
    }
    throw new CommandProblem(
        ExitCode.BAD_INPUT,
        "The ending of "
            + file
            + " names no format; add --format markdown, json or html, or end it with .md, .json or .html");
  }

  String text(Chronicle chronicle) {
    return switch (this) {
      case MARKDOWN -> MarkdownReport.text(chronicle);
      case JSON -> JsonReport.text(chronicle);
      case HTML -> HtmlReport.text(chronicle);
      case TEXT -> throw new IllegalStateException("text is for terminals");
    };
  }

  /** What can be written into a ticket. */
  static String headLine(Chronicle chronicle) {
    return "Head of the hash chain: " + chronicle.head();
  }

  /** Reads the word that an operator typed. */
  static final class Reader implements CommandLine.ITypeConverter<ReportFormat> {
    @Override
    public ReportFormat convert(String word) {
      return Arrays.stream(values())
          .filter(format -> format.name().equals(word.toUpperCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new CommandLine.TypeConversionException(
                      "\"" + word + "\" is not one of text, markdown, json, html"));
    }
  }
}
