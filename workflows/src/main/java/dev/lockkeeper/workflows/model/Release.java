package dev.lockkeeper.workflows.model;

import dev.lockkeeper.workflows.request.Described;
import org.jspecify.annotations.Nullable;

/**
 * The release that every node shall run in the end.
 *
 * @param version as the vendor names it
 * @param archive path on the worker, if the worker uploads it
 * @param onNodes path on every node, if it is already there
 * @param sha256 of the archive
 */
public record Release(
    @Described(
            value = "Version of the release, as in the archive's name.",
            pattern = Version.PATTERN,
            expected = "a version such as 0.9.1-incubating",
            example = "\"0.9.1-incubating\"")
        String version,
    @Described(
            value = "Path of the release archive on the worker. Give this or onNodes.",
            pattern = Names.PATH,
            expected = Names.PATH_IN_WORDS + ", on the worker",
            example = "\"/srv/releases/fluss-0.9.1-incubating-bin.tgz\"")
        @Nullable String archive,
    @Described(
            value =
                "Path of the release archive on every node, when it is already there. Give this or archive.",
            pattern = Names.PATH,
            expected = Names.PATH_IN_WORDS)
        @Nullable String onNodes,
    @Described(
            value = "SHA-256 of the archive, 64 hexadecimal digits.",
            pattern = "[0-9a-f]{64}",
            expected = "a SHA-256 sum: 64 hexadecimal digits in lower case",
            example = "\"0000000000000000000000000000000000000000000000000000000000000000\"")
        String sha256) {

  /** The version in comparable form. */
  public Version parsedVersion() {
    return Version.of(version);
  }
}
