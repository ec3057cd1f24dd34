package dev.lockkeeper.starter.input;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.discovery.Discovered;
import dev.lockkeeper.workflows.discovery.FoundNode;
import dev.lockkeeper.workflows.model.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first file of a cluster, with comments from where the request itself says what its fields
 * mean.
 */
public final class FirstFile {
  private static final int WIDTH = 100;

  private final Product product;
  private final String cluster;
  private final String credentials;
  private final Target target;
  private final Discovered found;
  private final ObjectNode schema;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param credentials name of the worker's profile for SSH
   */
  public FirstFile(
      Product product, String cluster, String credentials, Target target, Discovered found) {
    this.product = product;
    this.cluster = cluster;
    this.credentials = credentials;
    this.target = target;
    this.found = found;
    this.schema = product.schema();
  }

  /**
   * The release to upgrade to.
   *
   * @param archive its path on the worker
   */
  public record Target(String version, String archive) {}

  /**
   * The file as YAML.
   *
   * @param schemaFile name of the schema's file beside it; absent if there is none
   */
  public String text(@Nullable String schemaFile) {
    lines.clear();
    if (schemaFile != null) {
      lines.add("# yaml-language-server: $schema=./" + schemaFile);
    }
    comment(
        "",
        "Upgrade of one cluster. Check it with: lockkeeper validate FILE, then: lockkeeper plan FILE");
    found.notes().forEach(note -> comment("", "TODO check: " + note));
    lines.add("");
    lines.add("product: " + scalar(product.word()));
    described("", "cluster", "/properties/cluster", cluster);
    described("", "credentials", "/properties/credentials", credentials);
    lines.add("");
    block("release");
    described("  ", "version", "/properties/release/properties/version", target.version());
    described("  ", "archive", "/properties/release/properties/archive", target.archive());
    if (found.sha256() != null) {
      described("  ", "sha256", "/properties/release/properties/sha256", found.sha256());
    }
    lines.add("");
    block("nodes");
    comment("  ", "port is SSH's; home: " + describe("/properties/nodes/items/properties/home"));
    found.nodes().forEach(this::node);
    lines.add("");
    block("gates");
    lines.add("  policy: every-node");
    lines.add("  approvers: 1");
    lines.add("");
    comment("", describe("/properties/" + product.word()));
    lines.add(product.word() + (found.section().isEmpty() ? ": {}" : ":"));
    found.section().forEach((name, value) -> described("  ", name, settings() + "/" + name, value));
    found.open().forEach(this::open);
    return String.join("\n", lines) + "\n";
  }

  private String settings() {
    return "/properties/" + product.word() + "/properties";
  }

  private void node(FoundNode one) {
    Node node = one.node();
    if (!one.remark().isEmpty()) {
      comment("  ", one.remark());
    }
    lines.add(
        "  - {name: "
            + scalar(node.name())
            + ", host: "
            + scalar(node.host())
            + (node.port() == 22 ? "" : ", port: " + node.port())
            + ", role: "
            + scalar(node.role())
            + ", home: "
            + scalar(node.home())
            + "}");
  }

  private void open(String name, String why) {
    comment("  ", "TODO " + name + ": " + why + " " + describe(settings() + "/" + name));
  }

  private void block(String name) {
    comment("", describe("/properties/" + name));
    lines.add(name + ":");
  }

  private void described(String indent, String name, String pointer, String value) {
    comment(indent, describe(pointer));
    lines.add(indent + name + ": " + scalar(value));
  }

  private String describe(String pointer) {
    return schema.at(pointer).path("description").asText();
  }

  /** Breaks a comment into lines; a line break inside would end it. */
  private void comment(String indent, String text) {
    StringBuilder line = new StringBuilder(indent + "#");
    for (String word : text.split("\\s+")) {
      if (line.length() + word.length() >= WIDTH && line.length() > indent.length() + 1) {
        lines.add(line.toString());
        line = new StringBuilder(indent + "#");
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
  }

  /** Plain where YAML can take it for nothing but text, else in quotes as in JSON. */
  private static String scalar(String value) {
    boolean plain =
        value.matches("[A-Za-z/][A-Za-z0-9/._-]*")
            && !value.matches("(?i)true|false|yes|no|on|off|null|y|n");
    return plain ? value : JsonNodeFactory.instance.textNode(value).toString();
  }
}
