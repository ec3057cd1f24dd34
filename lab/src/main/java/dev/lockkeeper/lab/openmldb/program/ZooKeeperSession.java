package dev.lockkeeper.lab.openmldb.program;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A session of ZooKeeper, by its wire protocol: the few requests that OpenMLDB's servers make, one
 * at a time. ZooKeeper's own client would take longer to load than a whole run of a command may
 * last. A session is never closed at the end of a server, as OpenMLDB's is not: what it registered
 * stays until the session times out.
 */
final class ZooKeeperSession {
  static final int NO_NODE = -101;
  static final int NODE_EXISTS = -110;

  static final int PERSISTENT = 0;
  static final int EPHEMERAL = 1;
  static final int EPHEMERAL_SEQUENTIAL = 3;

  private static final int CREATE = 1;
  private static final int GET_DATA = 4;
  private static final int SET_DATA = 5;
  private static final int GET_CHILDREN = 8;
  private static final int PING = 11;
  private static final int CLOSE = -11;
  private static final int PING_XID = -2;
  private static final int LARGEST_REPLY = 4 << 20;

  private final String[] servers;
  private final int timeoutMillis;
  private Socket socket = new Socket();
  private DataInputStream in = new DataInputStream(new ByteArrayInputStream(new byte[0]));
  private DataOutputStream out = new DataOutputStream(new ByteArrayOutputStream());
  private long sessionId;
  private byte[] password = new byte[16];
  private int lastXid;

  private ZooKeeperSession(String[] servers, int timeoutMillis) {
    this.servers = servers;
    this.timeoutMillis = timeoutMillis;
  }

  /** What ZooKeeper answered instead of what was asked for. */
  static final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;
    private final int code;

    Refusal(int code, String path) {
      super("ZooKeeper answered " + code + " for " + path);
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** The session is over; what it registered is gone. */
  static final class Expired extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** A node's text and the transaction that created it. */
  record Node(String text, long created) {}

  /** Connects to the first server that answers. */
  static ZooKeeperSession open(String servers, int timeoutMillis) throws IOException {
    ZooKeeperSession session = new ZooKeeperSession(servers.split(","), timeoutMillis);
    session.connect();
    return session;
  }

  /** Keeps the session alive from a thread of its own, and ends the program when it expires. */
  void keepAlive(Runnable whenExpired) {
    Thread thread =
        new Thread("zookeeper") {
          @Override
          public void run() {
            beat(whenExpired);
          }
        };
    thread.setDaemon(true);
    thread.start();
  }

  private void beat(Runnable whenExpired) {
    while (true) {
      try {
        Thread.sleep(Math.max(50, timeoutMillis / 4));
        ping();
      } catch (Expired e) {
        whenExpired.run();
        return;
      } catch (IOException lostForNow) {
        continue;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  String create(String path, String text, int mode) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    write(body, path);
    write(body, text);
    body.writeInt(1);
    body.writeInt(31);
    write(body, "world");
    write(body, "anyone");
    body.writeInt(mode);
    return read(request(CREATE, bytes, path));
  }

  /** Makes a persistent node and those above it, unless they are there. */
  void ensure(String path, String text) throws IOException {
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      ensure(path.substring(0, slash), "");
    }
    try {
      create(path, text, PERSISTENT);
    } catch (Refusal e) {
      if (e.code() != NODE_EXISTS) {
        throw e;
      }
    }
  }

  Node get(String path) throws IOException {
    DataInputStream reply = request(GET_DATA, pathAndNoWatch(path), path);
    String text = read(reply);
    return new Node(text, reply.readLong());
  }

  /** A node's text, or another one if there is no such node. */
  String textOr(String path, String otherwise) throws IOException {
    try {
      return get(path).text();
    } catch (Refusal e) {
      if (e.code() == NO_NODE) {
        return otherwise;
      }
      throw e;
    }
  }

  /** Writes a node's text, making the node if need be. */
  void put(String path, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    write(body, path);
    write(body, text);
    body.writeInt(-1);
    try {
      request(SET_DATA, bytes, path);
    } catch (Refusal e) {
      if (e.code() != NO_NODE) {
        throw e;
      }
      ensure(path, text);
    }
  }

  /** The names below a node, sorted; none if there is no such node. */
  List<String> children(String path) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      DataInputStream reply = request(GET_CHILDREN, pathAndNoWatch(path), path);
      for (int count = reply.readInt(); count > 0; count--) {
        names.add(read(reply));
      }
    } catch (Refusal e) {
      if (e.code() != NO_NODE) {
        throw e;
      }
    }
    Collections.sort(names);
    return names;
  }

  /** Ends the session properly; only the clients do. */
  synchronized void close() throws IOException {
    send(++lastXid, CLOSE, new byte[0]);
    socket.close();
  }

  private static ByteArrayOutputStream pathAndNoWatch(String path) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    write(body, path);
    body.writeBoolean(false);
    return bytes;
  }

  private synchronized void ping() throws IOException {
    try {
      exchange(PING_XID, PING, new byte[0], "ping");
    } catch (Refusal e) {
      throw e;
    } catch (IOException lost) {
      connect();
    }
  }

  private synchronized DataInputStream request(int code, ByteArrayOutputStream body, String path)
      throws IOException {
    try {
      return exchange(++lastXid, code, body.toByteArray(), path);
    } catch (Refusal | Expired e) {
      throw e;
    } catch (IOException lost) {
      connect();
      return exchange(++lastXid, code, body.toByteArray(), path);
    }
  }

  private DataInputStream exchange(int xid, int code, byte[] body, String path) throws IOException {
    send(xid, code, body);
    DataInputStream reply = receive();
    if (reply.readInt() != xid) {
      throw new IOException("ZooKeeper answered another request");
    }
    reply.readLong();
    int error = reply.readInt();
    if (error != 0) {
      throw new Refusal(error, path);
    }
    return reply;
  }

  private void connect() throws IOException {
    socket.close();
    IOException last = new IOException("no ZooKeeper server is named");
    for (String server : servers) {
      try {
        connect(server);
        return;
      } catch (Expired e) {
        throw e;
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private void connect(String server) throws IOException {
    int colon = server.lastIndexOf(':');
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(
        new InetSocketAddress(
            server.substring(0, colon), Integer.parseInt(server.substring(colon + 1))),
        timeoutMillis);
    socket.setSoTimeout(timeoutMillis);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeInt(0);
    body.writeLong(0);
    body.writeInt(timeoutMillis);
    body.writeLong(sessionId);
    body.writeInt(password.length);
    body.write(password);
    body.writeBoolean(false);
    frame(bytes);
    DataInputStream reply = receive();
    reply.readInt();
    if (reply.readInt() <= 0) {
      throw new Expired();
    }
    sessionId = reply.readLong();
    password = new byte[reply.readInt()];
    reply.readFully(password);
  }

  private void send(int xid, int code, byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream header = new DataOutputStream(bytes);
    header.writeInt(xid);
    header.writeInt(code);
    header.write(body);
    frame(bytes);
  }

  private void frame(ByteArrayOutputStream bytes) throws IOException {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    new DataOutputStream(framed).writeInt(bytes.size());
    bytes.writeTo(framed);
    out.write(framed.toByteArray());
    out.flush();
  }

  private DataInputStream receive() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LARGEST_REPLY) {
      throw new IOException("ZooKeeper's answer has " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static void write(DataOutputStream to, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    to.writeInt(bytes.length);
    to.write(bytes);
  }

  private static String read(DataInputStream from) throws IOException {
    byte[] bytes = new byte[Math.max(0, from.readInt())];
    from.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
