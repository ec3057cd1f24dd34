package dev.lockkeeper.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BoundedTextTest {

  @Test
  void shortTextIsKeptWhole() {
    BoundedText text = new BoundedText(10);
    append(text, "abc");
    append(text, "defghij");

    assertThat(text.text()).isEqualTo("abcdefghij");
    assertThat(text.truncated()).isFalse();
  }

  @Test
  void ofLongTextTheHeadAndTheTailAreKept() {
    BoundedText text = new BoundedText(10);
    for (char letter = 'a'; letter <= 'z'; letter++) {
      append(text, String.valueOf(letter));
    }

    assertThat(text.text()).isEqualTo("abcde\n[… 16 bytes left out …]\nvwxyz");
    assertThat(text.truncated()).isTrue();
  }

  @Test
  void aChunkLongerThanTheLimitIsCutToo() {
    BoundedText text = new BoundedText(4);
    append(text, "abcdefghijklmnopqrstuvwxyz");

    assertThat(text.text()).startsWith("ab\n").endsWith("\nyz");
  }

  @Test
  void noCharacterIsCutInTheMiddle() {
    BoundedText cutInHead = new BoundedText(14);
    BoundedText cutInTail = new BoundedText(12);
    append(cutInHead, "aü€😀".repeat(50));
    append(cutInTail, "aü€😀".repeat(50));

    assertThat(cutInHead.text()).isEqualTo("aü€\n[… 487 bytes left out …]\n€😀");
    assertThat(cutInTail.text()).isEqualTo("aü€\n[… 490 bytes left out …]\n😀");
  }

  private static void append(BoundedText text, String more) {
    text.append(more.getBytes(StandardCharsets.UTF_8));
  }
}
