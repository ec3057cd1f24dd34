package dev.lockkeeper.lab.databend.daemon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** The daemons' HTTP servers. */
final class Http {
  /**
   * What a page says.
   *
   * @param status the HTTP status
   */
  record Page(int status, String type, String text) {
    static Page json(String text) {
      return new Page(200, "application/json; charset=utf-8", text);
    }

    static Page text(int status, String text) {
      return new Page(status, "text/plain; charset=utf-8", text);
    }
  }

  /** Answers a request. */
  interface Handler {
    Page answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final HttpServer server;
  private int open;

  Http(Address at) throws IOException {
    server = HttpServer.create(at.socket(), 128);
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "http");
              thread.setDaemon(true);
              return thread;
            }));
  }

  Http on(String path, Handler handler) {
    server.createContext(
        path,
        exchange -> {
          count(1);
          try (exchange) {
            send(exchange, handler.answer(exchange));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            count(-1);
          }
        });
    return this;
  }

  void start() {
    server.start();
  }

  /** Stops, when every answer has been sent or the time is over. */
  synchronized void stop(long limitMillis) throws InterruptedException {
    long deadline = System.nanoTime() + limitMillis * 1_000_000;
    while (open > 0 && System.nanoTime() < deadline) {
      wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }
    server.stop(0);
  }

  private synchronized void count(int change) {
    open += change;
    notifyAll();
  }

  private static void send(HttpExchange exchange, Page page) throws IOException {
    byte[] bytes = page.text().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", page.type());
    exchange.sendResponseHeaders(page.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
