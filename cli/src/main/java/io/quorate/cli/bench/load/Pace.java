package io.quorate.cli.bench.load;

/** When operations are sent. */
public sealed interface Pace {
  /** Most operations outstanding at a time. */
  int most();

  /** Every caller sends its next operation when its last one has ended. */
  record Closed(int callers) implements Pace {
    public Closed {
      if (callers < 1) {
        throw new IllegalArgumentException("there is at least 1 caller; found " + callers);
      }
    }

    @Override
    public int most() {
      return callers;
    }
  }

  /**
   * Operations are sent when their time has come, whatever became of the ones before; what would
   * exceed {@code most} is not sent, and counted.
   *
   * @param rate operations per second
   */
  record Open(double rate, int most) implements Pace {
    public Open {
      if (!(rate > 0)) {
        throw new IllegalArgumentException("a rate is more than 0; found " + rate);
      }
      if (most < 1) {
        throw new IllegalArgumentException("at least 1 may be outstanding; found " + most);
      }
    }
  }
}
