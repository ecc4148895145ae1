package io.quorate.chaos.fault;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A wire between two network devices of its own (TAP) that keeps every frame for a while: each for
 * a time of its own, so that they overtake one another. For kernels without netem. One thread
 * copies.
 */
final class DelayLine implements AutoCloseable {
  private static final String DEVICE = "/dev/net/tun";
  private static final int O_RDWR_NONBLOCK = 2 | 2048;
  private static final long TUNSETIFF = 0x4004_54caL;

  /** IFF_TAP | IFF_NO_PI: whole frames, and nothing before them. */
  private static final short TAP = 0x1002;

  private static final int NAME_BYTES = 16;
  private static final int REQUEST_BYTES = 40;
  private static final int FRAME_BYTES = 65_600;
  private static final short POLLIN = 1;
  private static final int POLLFD_BYTES = 8;
  private static final int IDLE_MS = 20;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final MethodHandle OPEN =
      function("open", FunctionDescriptor.of(INT, POINTER, INT), Linker.Option.firstVariadicArg(2));
  private static final MethodHandle IOCTL =
      function(
          "ioctl",
          FunctionDescriptor.of(INT, INT, LONG, POINTER),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle READ =
      function("read", FunctionDescriptor.of(LONG, INT, POINTER, LONG));
  private static final MethodHandle WRITE =
      function("write", FunctionDescriptor.of(LONG, INT, POINTER, LONG));
  private static final MethodHandle POLL =
      function("poll", FunctionDescriptor.of(INT, POINTER, LONG, INT));
  private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(INT, INT));

  @SuppressWarnings("restricted") // native access is what it is for; the JVMs of the tests allow it
  private static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find(name).orElseThrow(), descriptor, options);
  }

  /** A frame on its way. */
  private record Frame(long due, int to, MemorySegment bytes) implements Comparable<Frame> {
    @Override
    public int compareTo(Frame other) {
      return Long.compare(due, other.due);
    }
  }

  private final Arena memory = Arena.ofShared();
  private final MemorySegment buffer = memory.allocate(FRAME_BYTES);
  private final MemorySegment polled = memory.allocate(2 * POLLFD_BYTES, 4);
  private final int[] devices = new int[2];
  private final PriorityQueue<Frame> frames = new PriorityQueue<>();
  private final long delayNanos;
  private final long jitterNanos;
  private final SplittableRandom random;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Makes the devices {@code left} and {@code right}; a frame that is sent to one comes out of the
   * other {@code delay} later, and up to {@code jitter} more.
   */
  DelayLine(String left, String right, Duration delay, Duration jitter, SplittableRandom random) {
    this.delayNanos = delay.toNanos();
    this.jitterNanos = jitter.toNanos();
    this.random = random;
    devices[0] = device(left);
    devices[1] = device(right);
    thread = Thread.ofPlatform().name("delay-line").daemon().start(this::copy);
  }

  private int device(String name) {
    try {
      var device = (int) OPEN.invoke(memory.allocateFrom(DEVICE), O_RDWR_NONBLOCK);
      if (device < 0) throw new AssertionError("cannot open " + DEVICE);
      var request = memory.allocate(REQUEST_BYTES);
      request.setString(0, name);
      request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, TAP);
      if ((int) IOCTL.invoke(device, TUNSETIFF, request) != 0) {
        throw new AssertionError("cannot make the network device " + name);
      }
      return device;
    } catch (Throwable e) {
      throw new AssertionError("no delay on this machine: " + e.getMessage(), e);
    }
  }

  private void copy() {
    try {
      while (!closed) {
        poll();
        for (var from = 0; from < devices.length; from++) receive(from);
        deliver();
      }
    } catch (Throwable e) {
      throw new AssertionError("the delay line broke", e);
    }
  }

  private void poll() throws Throwable {
    for (var i = 0; i < devices.length; i++) {
      polled.set(INT, (long) i * POLLFD_BYTES, devices[i]);
      polled.set(ValueLayout.JAVA_SHORT, (long) i * POLLFD_BYTES + 4, POLLIN);
      polled.set(ValueLayout.JAVA_SHORT, (long) i * POLLFD_BYTES + 6, (short) 0);
    }
    var _ = (int) POLL.invoke(polled, (long) devices.length, frames.isEmpty() ? IDLE_MS : 1);
  }

  private void receive(int from) throws Throwable {
    while (true) {
      var length = (int) (long) READ.invoke(devices[from], buffer, (long) FRAME_BYTES);
      if (length <= 0) return;
      var due = System.nanoTime() + delayNanos + (long) (jitterNanos * random.nextDouble());
      var bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      frames.add(new Frame(due, devices[1 - from], MemorySegment.ofArray(bytes)));
    }
  }

  private void deliver() throws Throwable {
    while (!frames.isEmpty() && frames.peek().due() <= System.nanoTime()) {
      var frame = frames.remove();
      var length = frame.bytes().byteSize();
      MemorySegment.copy(frame.bytes(), 0, buffer, 0, length);
      // A full queue loses it, as a switch would.
      var _ = (long) WRITE.invoke(frame.to(), buffer, length);
    }
  }

  /** Its devices go with it. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
      for (var device : devices) {
        var _ = (int) CLOSE.invoke(device);
      }
    } catch (Throwable e) {
      throw new AssertionError("the delay line did not end", e);
    } finally {
      memory.close();
    }
  }
}
