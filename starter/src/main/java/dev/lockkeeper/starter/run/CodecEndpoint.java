package dev.lockkeeper.starter.run;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lockkeeper.workflows.codec.PayloadKeys;
import dev.lockkeeper.workflows.codec.SealedPayloads;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.payload.codec.PayloadCodecException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Temporal's remote codec over HTTP ({@code POST /decode} and {@code /encode}, docs.temporal.io,
 * codec server), for the browser of this machine only. It answers no page but those of the given
 * origins, since whatever page the browser shows can reach this address.
 */
public final class CodecEndpoint implements AutoCloseable {
  private static final int LARGEST_REQUEST = 16 << 20;

  private final HttpServer server;
  private final Set<String> origins;

  private CodecEndpoint(HttpServer server, Set<String> origins) {
    this.server = server;
    this.origins = origins;
  }

  /**
   * Listens on the loopback address.
   *
   * @param port 0 for any free one
   * @param origins scheme, host and port of the pages that are answered
   * @throws IOException when the port is taken
   */
  public static CodecEndpoint start(int port, Set<String> origins, PayloadKeys keys)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    CodecEndpoint endpoint = new CodecEndpoint(server, origins);
    SealedPayloads codec = new SealedPayloads(keys);
    server.createContext("/decode", exchange -> endpoint.answer(exchange, codec::decode));
    server.createContext("/encode", exchange -> endpoint.answer(exchange, codec::encode));
    server.start();
    return endpoint;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange, UnaryOperator<List<Payload>> codec)
      throws IOException {
    try (exchange) {
      String origin = exchange.getRequestHeaders().getFirst("Origin");
      if (origin == null || !origins.contains(origin)) {
        reply(exchange, 403, "This origin is not let in; name it with --origin.");
        return;
      }
      Headers headers = exchange.getResponseHeaders();
      headers.set("Access-Control-Allow-Origin", origin);
      headers.set("Vary", "Origin");
      headers.set("Access-Control-Allow-Methods", "POST, OPTIONS");
      headers.set(
          "Access-Control-Allow-Headers", "Content-Type, X-Namespace, Authorization, Caller-Type");
      // Chromium asks for it when a page of another network calls a loopback address.
      headers.set("Access-Control-Allow-Private-Network", "true");
      switch (exchange.getRequestMethod()) {
        case "OPTIONS" -> exchange.sendResponseHeaders(204, -1);
        case "POST" -> convert(exchange, codec);
        default -> reply(exchange, 405, "Only POST.");
      }
    }
  }

  private static void convert(HttpExchange exchange, UnaryOperator<List<Payload>> codec)
      throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
    if (body.length > LARGEST_REQUEST) {
      reply(exchange, 413, "More than 16 MiB.");
      return;
    }
    Payloads.Builder given = Payloads.newBuilder();
    try {
      JsonFormat.parser()
          .ignoringUnknownFields()
          .merge(new String(body, StandardCharsets.UTF_8), given);
      Payloads converted =
          Payloads.newBuilder().addAllPayloads(codec.apply(given.getPayloadsList())).build();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      reply(exchange, 200, JsonFormat.printer().print(converted));
    } catch (InvalidProtocolBufferException | PayloadCodecException e) {
      reply(exchange, 400, String.valueOf(e.getMessage()));
    }
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
