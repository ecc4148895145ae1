package io.quorate.server.failover;

import io.quorate.proto.v1.PeerFrame;
import io.quorate.proto.v1.PeerHello;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/** One end of a peer link: frames over TCP. One thread reads; any may write. */
final class PeerSocket implements Closeable {
  static final int PROTOCOL = 1;

  /** A hello is the largest frame, and takes some two hundred bytes. */
  private static final int FRAME_BYTES = 4096;

  /** Seconds of silence, seconds between probes, probes: it is noticed after some ten. */
  private static final Map<SocketOption<Integer>, Integer> KEEP_ALIVE =
      Map.of(
          ExtendedSocketOptions.TCP_KEEPIDLE, 5,
          ExtendedSocketOptions.TCP_KEEPINTERVAL, 2,
          ExtendedSocketOptions.TCP_KEEPCOUNT, 3);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  PeerSocket(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    keepAlive(socket);
    this.in = new BufferedInputStream(socket.getInputStream(), 512);
    this.out = socket.getOutputStream();
  }

  /** A peer whose machine vanished says nothing, and must not be taken for linked for ever. */
  private static void keepAlive(Socket socket) throws IOException {
    socket.setKeepAlive(true);
    for (var option : KEEP_ALIVE.entrySet()) {
      if (socket.supportedOptions().contains(option.getKey())) {
        socket.setOption(option.getKey(), option.getValue());
      }
    }
  }

  /** Bounds every following read; zero = for ever. */
  void patience(Duration limit) throws IOException {
    socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
  }

  /**
   * Blocks for the next frame. Throws EOFException when the other side has ended, IOException for
   * what is no frame of this protocol.
   */
  PeerFrame read() throws IOException {
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException("the peer link ended");
      }
      length |= (octet & 0x7f) << shift;
      if (octet < 0x80) {
        break;
      }
      if (shift >= 14) {
        throw new IOException("not a frame of the peer link");
      }
    }
    if (length > FRAME_BYTES) {
      throw new IOException("a frame of " + length + " bytes on the peer link");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the peer link ended");
    }
    return PeerFrame.parseFrom(body);
  }

  PeerHello readHello() throws IOException {
    PeerFrame frame = read();
    if (!frame.hasHello() || frame.getHello().getProtocol() != PROTOCOL) {
      throw new IOException("no hello of protocol " + PROTOCOL + " on the peer link");
    }
    return frame.getHello();
  }

  void write(PeerHello hello) throws IOException {
    write(PeerFrame.newBuilder().setHello(hello).build());
  }

  synchronized void write(PeerFrame frame) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    frame.writeDelimitedTo(bytes);
    out.write(bytes.toByteArray()); // in one packet
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
