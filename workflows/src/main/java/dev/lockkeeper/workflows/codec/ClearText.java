package dev.lockkeeper.workflows.codec;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.failure.v1.Failure;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.codec.PayloadCodec;
import java.util.List;
import java.util.Map;

/** Opens what is sealed in an answer of Temporal, such as an event history, wherever it is. */
public final class ClearText {
  private static final String MESSAGE = "message";
  private static final String STACK_TRACE = "stack_trace";

  private final DataConverter converter;

  private ClearText(DataConverter converter) {
    this.converter = converter;
  }

  /** Opens with the keys of a client. */
  public static ClearText of(WorkflowClient client) {
    return new ClearText(client.getOptions().getDataConverter());
  }

  /**
   * Opens all payloads and failures within a message.
   *
   * @throws io.temporal.payload.codec.PayloadCodecException when a key is missing
   */
  public <M extends Message> M open(M message) {
    if (!(converter instanceof PayloadCodec codec)) {
      return message;
    }
    Message.Builder builder = message.toBuilder();
    open(builder, codec);
    @SuppressWarnings("unchecked")
    M opened = (M) builder.build();
    return opened;
  }

  private void open(Message.Builder builder, PayloadCodec codec) {
    if (builder instanceof Payload.Builder payload) {
      Payload opened = codec.decode(List.of(payload.build())).get(0);
      payload.clear().mergeFrom(opened);
      return;
    }
    for (Map.Entry<FieldDescriptor, Object> field : builder.getAllFields().entrySet()) {
      FieldDescriptor name = field.getKey();
      if (name.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      if (name.isRepeated()) {
        List<?> values = (List<?>) field.getValue();
        for (int i = 0; i < values.size(); i++) {
          builder.setRepeatedField(name, i, opened((Message) values.get(i), codec));
        }
      } else {
        builder.setField(name, opened((Message) field.getValue(), codec));
      }
    }
    if (builder instanceof Failure.Builder failure && failure.hasEncodedAttributes()) {
      told(failure);
    }
  }

  private Message opened(Message message, PayloadCodec codec) {
    Message.Builder builder = message.toBuilder();
    open(builder, codec);
    return builder.build();
  }

  /** A sealed failure keeps its message and stack trace in a payload (Temporal API, Failure). */
  private void told(Failure.Builder failure) {
    Map<?, ?> told = converter.fromPayload(failure.getEncodedAttributes(), Map.class, Map.class);
    if (told == null) {
      return;
    }
    if (told.get(MESSAGE) instanceof String message) {
      failure.setMessage(message);
    }
    if (told.get(STACK_TRACE) instanceof String trace) {
      failure.setStackTrace(trace);
    }
    failure.clearEncodedAttributes();
  }
}
