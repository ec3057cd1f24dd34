package dev.lockkeeper.activities.ssh;

/** The SHA-256 of a file on a node, for scripts. */
public final class NodeSum {
  /**
   * The shell function {@code sum_of FILE}, which sets {@code sum}, in lower-case hexadecimal.
   * OpenSSL needs a third of the work of coreutils 9.1, which know nothing of the processor's
   * instructions for SHA.
   */
  public static final String FUNCTION =
      """
      sum_of() {
        sum=$(openssl dgst -sha256 -r < "$1" 2> /dev/null) || sum=$(sha256sum < "$1") || return
        sum=${sum%% *}
      }
      """;

  private NodeSum() {}
}
