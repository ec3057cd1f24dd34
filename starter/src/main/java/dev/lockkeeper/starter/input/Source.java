package dev.lockkeeper.starter.input;

import dev.lockkeeper.workflows.request.Mistake;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The text of a request file.
 *
 * @param name as the operator wrote it
 */
public record Source(String name, String text) {
  private static final int MOST_BYTES = 1_000_000;

  /**
   * Reads a file, or standard input for {@code -}.
   *
   * @throws BadInputException when it is too large or not UTF-8
   * @throws IOException when it cannot be read
   */
  public static Source read(String file, InputStream standardInput)
      throws IOException, BadInputException {
    if (file.equals("-")) {
      // The buffer is needed: a FileInputStream's own readNBytes asks a pipe for its position (JDK
      // 17).
      InputStream buffered = new BufferedInputStream(standardInput);
      return of("<stdin>", buffered.readNBytes(MOST_BYTES + 1));
    }
    try (InputStream stream = Files.newInputStream(Path.of(file))) {
      return of(file, stream.readNBytes(MOST_BYTES + 1));
    }
  }

  private static Source of(String name, byte[] bytes) throws BadInputException {
    if (bytes.length > MOST_BYTES) {
      throw refused(name, "is larger than " + MOST_BYTES + " bytes; this is no request file");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Source(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      throw refused(name, "is not UTF-8 text; save it as UTF-8");
    }
  }

  private static BadInputException refused(String name, String why) {
    return new BadInputException(List.of(new Finding(name, Place.at(1, 1), new Mistake("", why))));
  }
}
