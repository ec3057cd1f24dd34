package dev.lockkeeper.lab.databend.daemon;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The users of {@code [[query.users]]}; the packaged configuration has none. */
final class Users {
  private final Toml toml;

  Users(Toml toml) {
    this.toml = toml;
  }

  /** Who the header {@code Authorization: Basic ...} proves to be, if anybody. */
  @Nullable String of(@Nullable String header) {
    if (header == null || !header.startsWith("Basic ")) {
      return null;
    }
    String plain =
        new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
    String[] parts = plain.split(":", 2);
    String password = parts.length == 2 ? parts[1] : "";
    for (int i = 1; toml.has("query.users." + i + ".name"); i++) {
      String user = "query.users." + i + ".";
      if (toml.text(user + "name", "").equals(parts[0])
          && proves(
              toml.text(user + "auth_type", ""), toml.text(user + "auth_string", ""), password)) {
        return parts[0];
      }
    }
    return null;
  }

  private static boolean proves(String type, String expected, String password) {
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    return switch (type) {
      case "no_password" -> true;
      case "sha256_password" -> hex(digest("SHA-256", bytes)).equals(expected);
      case "double_sha1_password" -> hex(digest("SHA-1", digest("SHA-1", bytes))).equals(expected);
      default -> false;
    };
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
