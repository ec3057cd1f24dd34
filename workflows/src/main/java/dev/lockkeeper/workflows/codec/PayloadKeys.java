package dev.lockkeeper.workflows.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that payloads are sealed with. The first one seals; all of them open, so that a new key
 * can be put in front while older runs are still read.
 */
public final class PayloadKeys {
  /** Names a file with one key a line, {@code name:base64 of 32 bytes}. */
  public static final String FILE = "LOCKKEEPER_PAYLOAD_KEY_FILE";

  /** Holds keys in the same form, separated by spaces or commas. */
  public static final String VALUE = "LOCKKEEPER_PAYLOAD_KEY";

  private static final int BYTES = 32;
  private static final Pattern LINE = Pattern.compile("([A-Za-z0-9._-]{1,63}):(\\S+)");
  private static final String FORM =
      "a key is a name, a colon and 32 bytes in base64, such as the output of: echo \"k1:$(openssl rand"
          + " -base64 32)\"";

  private final Map<String, SecretKey> keys;

  private PayloadKeys(Map<String, SecretKey> keys) {
    this.keys = keys;
  }

  /** No keys: nothing is sealed, and what others sealed cannot be opened. */
  public static PayloadKeys none() {
    return new PayloadKeys(Map.of());
  }

  /**
   * Reads the keys that the environment gives or names; none when it says nothing of them.
   *
   * @throws IOException with every mistake, and without any key, when they cannot be used
   */
  public static PayloadKeys read(Map<String, String> environment) throws IOException {
    String file = environment.getOrDefault(FILE, "");
    String value = environment.getOrDefault(VALUE, "");
    if (!file.isEmpty() && !value.isEmpty()) {
      throw new IOException("Both %s and %s are set. Keep one of them.".formatted(FILE, VALUE));
    }
    if (!file.isEmpty()) {
      return parse(FILE + " " + file, "line", lines(Path.of(file)));
    }
    return value.isEmpty() ? none() : parse(VALUE, "key", List.of(value.trim().split("[\\s,]+")));
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new IOException("%s: there is no file %s.".formatted(FILE, file), e);
    } catch (IOException e) {
      throw new IOException("%s: %s cannot be read: %s".formatted(FILE, file, e), e);
    }
  }

  private static PayloadKeys parse(String place, String unit, List<String> lines)
      throws IOException {
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    List<String> mistakes = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).trim();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher parts = LINE.matcher(line);
      byte[] key = parts.matches() ? decoded(parts.group(2)) : new byte[0];
      if (key.length != BYTES) {
        mistakes.add("%s %d is no key".formatted(unit, i + 1));
      } else if (keys.putIfAbsent(parts.group(1), new SecretKeySpec(key, "AES")) != null) {
        mistakes.add("%s %d has the name %s again".formatted(unit, i + 1, parts.group(1)));
      }
    }
    if (mistakes.isEmpty() && keys.isEmpty()) {
      mistakes.add("there is no key in it");
    }
    if (!mistakes.isEmpty()) {
      throw new IOException("%s: %s; %s".formatted(place, String.join(", ", mistakes), FORM));
    }
    return new PayloadKeys(keys);
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** Name and key that seal; empty when nothing is to be sealed. */
  Optional<Map.Entry<String, SecretKey>> sealing() {
    return keys.entrySet().stream().findFirst();
  }

  Optional<SecretKey> named(String name) {
    return Optional.ofNullable(keys.get(name));
  }

  /** The names of all keys, the sealing one first. */
  public Set<String> names() {
    return keys.keySet();
  }

  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "keys " + keys.keySet();
  }
}
