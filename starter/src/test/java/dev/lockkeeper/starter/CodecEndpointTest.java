package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import dev.lockkeeper.starter.run.CodecEndpoint;
import dev.lockkeeper.workflows.codec.PayloadKeys;
import dev.lockkeeper.workflows.codec.SealedPayloads;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As the browser uses it. */
class CodecEndpointTest {
  private static final String PAGE = "http://localhost:8233";
  private static final Payload CLEAR =
      Payload.newBuilder()
          .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
          .setData(ByteString.copyFromUtf8("{\"host\": \"10.0.0.11\"}"))
          .build();

  private final HttpClient browser = HttpClient.newHttpClient();
  private PayloadKeys keys;
  private CodecEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    keys =
        PayloadKeys.read(
            Map.of(PayloadKeys.VALUE, "k1:" + Base64.getEncoder().encodeToString(new byte[32])));
    endpoint = CodecEndpoint.start(0, Set.of(PAGE), keys);
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  @Test
  void opensWhatIsSealedAndLeavesTheRest() throws Exception {
    Payload sealed = new SealedPayloads(keys).encode(List.of(CLEAR)).get(0);
    HttpResponse<String> answer = post("/decode", PAGE, json(sealed, CLEAR));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(PAGE);
    assertThat(read(answer.body())).containsExactly(CLEAR, CLEAR);
  }

  @Test
  void sealsWhatThePageSends() throws Exception {
    List<Payload> sealed = read(post("/encode", PAGE, json(CLEAR)).body());
    assertThat(sealed.get(0).toString()).doesNotContain("10.0.0.11");
    assertThat(new SealedPayloads(keys).decode(sealed)).containsExactly(CLEAR);
  }

  @Test
  void answersNoOtherPage() throws Exception {
    Payload sealed = new SealedPayloads(keys).encode(List.of(CLEAR)).get(0);
    HttpResponse<String> answer = post("/decode", "http://evil.example.com", json(sealed));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(answer.body()).doesNotContain(CLEAR.getData().toStringUtf8());
  }

  @Test
  void saysWhichKeyIsMissing() throws Exception {
    PayloadKeys others =
        PayloadKeys.read(
            Map.of(PayloadKeys.VALUE, "k2:" + Base64.getEncoder().encodeToString(new byte[32])));
    Payload sealed = new SealedPayloads(others).encode(List.of(CLEAR)).get(0);
    HttpResponse<String> answer = post("/decode", PAGE, json(sealed));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("sealed with the key k2").contains("only [k1]");
  }

  @Test
  void whatIsNoPayloadsIsRefused() throws Exception {
    assertThat(post("/decode", PAGE, "[1").statusCode()).isEqualTo(400);
  }

  @Test
  void withoutKeysTheCommandSaysWhatToSet() {
    CommandLineRun run = CommandLineRun.inPipe("codec");
    assertThat(run.exit()).isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(run.err()).contains("LOCKKEEPER_PAYLOAD_KEY_FILE");
  }

  private HttpResponse<String> post(String path, String origin, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint.url() + path))
            .header("Origin", origin)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return browser.send(request, BodyHandlers.ofString());
  }

  private static String json(Payload... payloads) throws IOException {
    return JsonFormat.printer()
        .print(Payloads.newBuilder().addAllPayloads(List.of(payloads)).build());
  }

  private static List<Payload> read(String json) throws IOException {
    Payloads.Builder payloads = Payloads.newBuilder();
    JsonFormat.parser().merge(json, payloads);
    return payloads.getPayloadsList();
  }
}
