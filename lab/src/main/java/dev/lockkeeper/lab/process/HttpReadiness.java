package dev.lockkeeper.lab.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.function.BooleanSupplier;

/** Ready when a GET of this address answers 200. */
public record HttpReadiness(URI address) implements BooleanSupplier {
  private static final int BOUND_MILLIS = 2_000;

  @Override
  public boolean getAsBoolean() {
    HttpURLConnection connection = null;
    try {
      connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout(BOUND_MILLIS);
      connection.setReadTimeout(BOUND_MILLIS);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      // Nothing listens yet.
      return false;
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }
}
