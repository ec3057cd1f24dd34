package dev.lockkeeper.workflows.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockkeeper.workflows.model.Json;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals payloads with AES-256-GCM. What is not sealed, such as an object typed into the Temporal
 * UI, passes through when it is opened.
 *
 * <p>Without keys it seals nothing, and says so of what it cannot open: the run's task is then
 * tried again until a worker with the key comes. Without it the SDK would find no converter, which
 * fails the run.
 */
public final class SealedPayloads implements PayloadCodec {
  private static final String ENCODING = "encoding";
  private static final ByteString SEALED = ByteString.copyFromUtf8("binary/encrypted");
  private static final String CIPHER_NAME = "encryption-cipher";
  private static final String KEY_NAME = "encryption-key-id";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final PayloadKeys keys;
  private final SecureRandom random = new SecureRandom();

  public SealedPayloads(PayloadKeys keys) {
    this.keys = keys;
  }

  /**
   * What clients and workers give to the Temporal SDK. With keys, failures' messages are sealed as
   * well.
   */
  public static DataConverter converter(PayloadKeys keys) {
    return new CodecDataConverter(
        Json.converter(), List.of(new SealedPayloads(keys)), !keys.isEmpty());
  }

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    return keys.sealing()
        .map(
            key ->
                payloads.stream()
                    .map(payload -> sealed(payload, key.getKey(), key.getValue()))
                    .toList())
        .orElse(payloads);
  }

  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads.stream().map(this::opened).toList();
  }

  private Payload sealed(Payload payload, String name, SecretKey key) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] text = cipher(Cipher.ENCRYPT_MODE, name, key, nonce).doFinal(payload.toByteArray());
      return Payload.newBuilder()
          .putAllMetadata(
              Map.of(
                  ENCODING,
                  SEALED,
                  CIPHER_NAME,
                  ByteString.copyFromUtf8(CIPHER),
                  KEY_NAME,
                  ByteString.copyFromUtf8(name)))
          .setData(ByteString.copyFrom(nonce).concat(ByteString.copyFrom(text)))
          .build();
    } catch (GeneralSecurityException e) {
      throw new PayloadCodecException("A payload cannot be sealed with the key " + name, e);
    }
  }

  private Payload opened(Payload payload) {
    if (!SEALED.equals(payload.getMetadataMap().get(ENCODING))) {
      return payload;
    }
    String name = payload.getMetadataOrDefault(KEY_NAME, ByteString.EMPTY).toStringUtf8();
    SecretKey key =
        keys.named(name)
            .orElseThrow(
                () ->
                    new PayloadCodecException(
                        "A payload is sealed with the key %s, and %s. Put that key into %s."
                            .formatted(name, known(), PayloadKeys.FILE)));
    ByteString data = payload.getData();
    if (data.size() < NONCE_BYTES) {
      throw new PayloadCodecException("A payload sealed with the key " + name + " was cut short");
    }
    byte[] nonce = data.substring(0, NONCE_BYTES).toByteArray();
    byte[] text = data.substring(NONCE_BYTES).toByteArray();
    try {
      return Payload.parseFrom(cipher(Cipher.DECRYPT_MODE, name, key, nonce).doFinal(text));
    } catch (GeneralSecurityException | InvalidProtocolBufferException e) {
      throw new PayloadCodecException(
          "A payload sealed with the key %s cannot be opened: it was changed, or another key has that name"
              .formatted(name),
          e);
    }
  }

  private String known() {
    return keys.isEmpty() ? "no key is known here" : "known here are only " + keys.names();
  }

  /** The name is bound to the text, so that a payload cannot be passed off as another key's. */
  private static Cipher cipher(int mode, String name, SecretKey key, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
