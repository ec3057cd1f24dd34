package dev.lockkeeper.activities.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the head and the tail of a stream of bytes that may be far longer than what is kept. */
final class BoundedText {
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final int headLimit;
  private final byte[] tail;
  private long tailBytes;

  BoundedText(int limit) {
    this.headLimit = limit / 2;
    this.tail = new byte[limit - headLimit];
  }

  synchronized void append(byte[] bytes) {
    int toHead = Math.min(bytes.length, headLimit - head.size());
    head.write(bytes, 0, toHead);
    for (int index = toHead; index < bytes.length; ) {
      int at = (int) (tailBytes % tail.length);
      int length = Math.min(bytes.length - index, tail.length - at);
      System.arraycopy(bytes, index, tail, at, length);
      tailBytes += length;
      index += length;
    }
  }

  synchronized boolean truncated() {
    return tailBytes > tail.length;
  }

  /** The text; where bytes are missing, a line says how many. */
  synchronized String text() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] start = head.toByteArray();
    if (!truncated()) {
      whole.writeBytes(start);
      whole.write(tail, 0, (int) tailBytes);
      return whole.toString(StandardCharsets.UTF_8);
    }
    int at = (int) (tailBytes % tail.length);
    whole.write(tail, at, tail.length - at);
    whole.write(tail, 0, at);
    byte[] end = whole.toByteArray();
    int from = firstCharacter(end);
    int to = afterLastCharacter(start);
    long left = tailBytes - tail.length + from + (start.length - to);
    return new String(start, 0, to, StandardCharsets.UTF_8)
        + "\n[… "
        + left
        + " bytes left out …]\n"
        + new String(end, from, end.length - from, StandardCharsets.UTF_8);
  }

  private static int firstCharacter(byte[] bytes) {
    int index = 0;
    while (index < Math.min(3, bytes.length) && continues(bytes[index])) {
      index++;
    }
    return index;
  }

  /** Where the last character begins if the cut has split it, else the end. */
  private static int afterLastCharacter(byte[] bytes) {
    int start = bytes.length - 1;
    while (start > 0 && bytes.length - start < 4 && continues(bytes[start])) {
      start--;
    }
    return start >= 0 && start + characterLength(bytes[start]) > bytes.length
        ? start
        : bytes.length;
  }

  /** How many bytes UTF-8 uses for a character that begins with this one. */
  private static int characterLength(byte first) {
    int ones = Integer.numberOfLeadingZeros(~(first << 24));
    return ones >= 2 && ones <= 4 ? ones : 1;
  }

  private static boolean continues(byte value) {
    return (value & 0xC0) == 0x80;
  }
}
