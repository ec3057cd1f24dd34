package dev.lockkeeper.lab.lookalike.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Exchanges gossip with one other node, 20 times a second, and notices when it is gone. */
final class PeerLink extends Thread {

  private static final int PAUSE_MILLIS = 50;
  private static final int SILENCE_MILLIS = 1_000;

  private final Member member;
  private final int peer;
  private final InetSocketAddress address;
  private volatile boolean stopped;

  PeerLink(Member member, int peer, InetSocketAddress address) {
    super("peer-".concat(Integer.toString(peer)));
    this.member = member;
    this.peer = peer;
    this.address = address;
    setDaemon(true);
  }

  /** Says no more; the thread ends soon. */
  void hangUp() {
    stopped = true;
    interrupt();
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        try (Socket socket = new Socket()) {
          socket.connect(address, SILENCE_MILLIS);
          socket.setSoTimeout(SILENCE_MILLIS);
          talk(new Line(socket));
        } catch (IOException gone) {
          member.lost(peer);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException hungUp) {
      return;
    }
  }

  private void talk(Line line) throws IOException, InterruptedException {
    while (!stopped) {
      line.write(member.gossip());
      String answer = line.read();
      if (answer == null || !answer.startsWith("gossip ")) {
        throw new IOException("no gossip");
      }
      member.hear(answer);
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
