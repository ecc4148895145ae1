package io.quorate.server.disk;

import java.time.Duration;

/**
 * When the disk counts as low or full. All sizes in bytes.
 *
 * @param ballastBytes size of the file that is given back when the disk is full; 0 = none
 * @param lowBytes usable bytes below which it is LOW
 * @param fullBytes usable bytes below which it is FULL, with the ballast in place; less than
 *     lowBytes
 * @param marginBytes by how much a limit must be exceeded for the state to go back
 * @param pollInterval between two looks
 */
public record DiskSpaceConfig(
    long ballastBytes, long lowBytes, long fullBytes, long marginBytes, Duration pollInterval) {
  public static final DiskSpaceConfig DEFAULT =
      new DiskSpaceConfig(128L << 20, 1L << 30, 128L << 20, 64L << 20, Duration.ofSeconds(1));

  public DiskSpaceConfig {
    if (ballastBytes < 0 || fullBytes < 0 || marginBytes < 0 || fullBytes > lowBytes) {
      throw new IllegalArgumentException(
          "expected 0 <= fullBytes <= lowBytes, ballastBytes and marginBytes at least 0, got "
              + "full %d, low %d, ballast %d, margin %d"
                  .formatted(fullBytes, lowBytes, ballastBytes, marginBytes));
    }
  }
}
