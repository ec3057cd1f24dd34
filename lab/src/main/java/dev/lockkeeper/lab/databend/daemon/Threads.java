package dev.lockkeeper.lab.databend.daemon;

import java.io.IOException;

/** Threads that end with the program. */
final class Threads {
  /** Work that may be interrupted or fail for the network's sake. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  private Threads() {}

  static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (IOException e) {
                System.err.println(name + ": " + e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
