package dev.lockkeeper.activities.fluss;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One server process, as the probes print it.
 *
 * @param home the release's directory, with symbolic links resolved
 * @param version of its fluss-server jar
 * @param java first line of {@code java -version}; empty if it could not be asked
 * @param pidFile where the vendor's scripts keep its process id
 */
record ProcessLine(
    long pid,
    String owner,
    String home,
    String version,
    String configuration,
    String java,
    String pidFile) {
  private static final Pattern JAVA_VERSION = Pattern.compile("version \"(1\\.)?([0-9]+)");

  static ProcessLine parse(String[] fields) {
    return new ProcessLine(
        Long.parseLong(fields[1]),
        fields[2],
        fields[3],
        fields[4].replaceFirst("^fluss-server-", ""),
        fields[5],
        fields.length > 6 ? fields[6] : "",
        fields.length > 7 ? fields[7] : "");
  }

  /** Java's feature release, 8 for 1.8; 0 if unknown. */
  int javaFeature() {
    Matcher matcher = JAVA_VERSION.matcher(java);
    return matcher.find() ? Integer.parseInt(matcher.group(2)) : 0;
  }
}
