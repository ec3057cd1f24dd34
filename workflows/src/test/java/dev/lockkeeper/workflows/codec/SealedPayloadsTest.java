package dev.lockkeeper.workflows.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedPayloadsTest {
  private static final String FIRST = "k1:" + key(1);
  private static final String SECOND = "k2:" + key(2);
  private static final Payload CLEAR =
      Payload.newBuilder()
          .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
          .setData(ByteString.copyFromUtf8("{\"host\": \"10.0.0.11\"}"))
          .build();

  @Test
  void whatIsSealedIsOpenedAgainAndLooksDifferentEachTime() throws IOException {
    SealedPayloads codec = codec(FIRST);
    List<Payload> sealed = codec.encode(List.of(CLEAR, CLEAR));
    assertThat(sealed.get(0).getData()).isNotEqualTo(sealed.get(1).getData());
    assertThat(sealed.get(0).toByteString().toStringUtf8()).doesNotContain("10.0.0.11", "json");
    assertThat(codec.decode(sealed)).containsExactly(CLEAR, CLEAR);
  }

  @Test
  void anOlderKeyStillOpensAndTheFirstOneSeals() throws IOException {
    Payload old = codec(FIRST).encode(List.of(CLEAR)).get(0);
    SealedPayloads rotated = codec(SECOND + "," + FIRST);
    assertThat(rotated.decode(List.of(old))).containsExactly(CLEAR);
    Payload sealed = rotated.encode(List.of(CLEAR)).get(0);
    assertThat(codec(SECOND).decode(List.of(sealed))).containsExactly(CLEAR);
  }

  @Test
  void whatWasTypedIntoThePagePassesThrough() throws IOException {
    assertThat(codec(FIRST).decode(List.of(CLEAR))).containsExactly(CLEAR);
  }

  @Test
  void withoutKeysNothingIsSealedAndWhatIsSealedIsNamed() throws IOException {
    SealedPayloads none = new SealedPayloads(PayloadKeys.none());
    assertThat(none.encode(List.of(CLEAR))).containsExactly(CLEAR);
    Payload sealed = codec(FIRST).encode(List.of(CLEAR)).get(0);
    assertThatThrownBy(() -> none.decode(List.of(sealed)))
        .isInstanceOf(PayloadCodecException.class)
        .hasMessageContaining("sealed with the key k1, and no key is known here");
  }

  @Test
  void oneChangedByteIsNoticed() throws IOException {
    SealedPayloads codec = codec(FIRST);
    Payload sealed = codec.encode(List.of(CLEAR)).get(0);
    for (int at = 0; at < sealed.getData().size(); at++) {
      byte[] changed = sealed.getData().toByteArray();
      changed[at] ^= 1;
      Payload other = sealed.toBuilder().setData(ByteString.copyFrom(changed)).build();
      assertThatThrownBy(() -> codec.decode(List.of(other)))
          .hasMessageContaining("cannot be opened");
    }
  }

  @Test
  void aPayloadCannotBePassedOffAsThatOfAnotherKey() throws IOException {
    SealedPayloads both = codec("k1:" + key(1) + ",k2:" + key(1));
    Payload sealed = both.encode(List.of(CLEAR)).get(0);
    Payload renamed =
        sealed.toBuilder().putMetadata("encryption-key-id", ByteString.copyFromUtf8("k2")).build();
    assertThatThrownBy(() -> both.decode(List.of(renamed)))
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void aShortPayloadIsNoAccident() throws IOException {
    SealedPayloads codec = codec(FIRST);
    Payload cut =
        codec.encode(List.of(CLEAR)).get(0).toBuilder()
            .setData(ByteString.copyFromUtf8("abc"))
            .build();
    assertThatThrownBy(() -> codec.decode(List.of(cut))).hasMessageContaining("cut short");
  }

  @Test
  void allMistakesOfAKeyFileAreNamedAndNoKeyIsShown(@TempDir Path directory) throws IOException {
    Path file =
        Files.write(
            directory.resolve("keys"),
            List.of("# keys", FIRST, "", "k3 " + key(3), "k4:c2hvcnQ=", "k1:" + key(4)));
    assertThatThrownBy(() -> PayloadKeys.read(Map.of(PayloadKeys.FILE, file.toString())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 4 is no key, line 5 is no key, line 6 has the name k1 again")
        .hasMessageContaining("openssl rand -base64 32")
        .hasMessageNotContainingAny(key(1), key(3), key(4), "c2hvcnQ=");
  }

  @Test
  void aMissingAnEmptyAndADoubledSourceAreNamed(@TempDir Path directory) throws IOException {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> PayloadKeys.read(Map.of(PayloadKeys.FILE, missing.toString())))
        .hasMessageContaining("there is no file " + missing);
    Path empty = Files.writeString(directory.resolve("empty"), "# none\n");
    assertThatThrownBy(() -> PayloadKeys.read(Map.of(PayloadKeys.FILE, empty.toString())))
        .hasMessageContaining("there is no key in it");
    assertThatThrownBy(
            () ->
                PayloadKeys.read(
                    Map.of(PayloadKeys.FILE, empty.toString(), PayloadKeys.VALUE, FIRST)))
        .hasMessageContaining("Keep one of them");
    assertThat(PayloadKeys.read(Map.of()).isEmpty()).isTrue();
  }

  @Test
  void keysAreNotPrinted() throws IOException {
    PayloadKeys keys = PayloadKeys.read(Map.of(PayloadKeys.VALUE, FIRST + " " + SECOND));
    assertThat(keys).hasToString("keys [k1, k2]");
  }

  private static SealedPayloads codec(String keys) throws IOException {
    return new SealedPayloads(PayloadKeys.read(Map.of(PayloadKeys.VALUE, keys)));
  }

  private static String key(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
