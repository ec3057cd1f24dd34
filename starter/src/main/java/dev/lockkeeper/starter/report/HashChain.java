package dev.lockkeeper.starter.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Ties the parts of a report to each other: each link's hash is the SHA-256 of the hash before it,
 * as 64 hexadecimal digits, followed by the link's own text. The summary is the first link, then
 * come the entries; the last hash stands for all of it.
 */
final class HashChain {
  /** What stands before the first link. */
  static final String ORIGIN = "0".repeat(64);

  private HashChain() {}

  /** A text and its hash. */
  record Link(String text, String hash) {}

  /** The links of a chronicle; the first is its summary. */
  static List<Link> of(Chronicle chronicle) {
    List<Link> links = new ArrayList<>();
    String before = ORIGIN;
    List<Object> parts = new ArrayList<>();
    parts.add(chronicle.summary());
    parts.addAll(chronicle.entries());
    for (Object part : parts) {
      String text = CanonicalJson.write(part);
      before = next(before, text);
      links.add(new Link(text, before));
    }
    return links;
  }

  /** The hash that stands for all of a chronicle. */
  static String head(Chronicle chronicle) {
    List<Link> links = of(chronicle);
    return links.get(links.size() - 1).hash();
  }

  static String next(String before, String text) {
    try {
      byte[] bytes = (before + text).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
