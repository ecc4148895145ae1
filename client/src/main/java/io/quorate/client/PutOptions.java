package io.quorate.client;

/**
 * How to put.
 *
 * @param leaseId the key is deleted when this lease ends; 0 = none
 * @param returnPrevious answer what the put replaced
 */
public record PutOptions(Precondition precondition, long leaseId, boolean returnPrevious) {
  private static final PutOptions DEFAULTS = new PutOptions(Precondition.NONE, 0, false);

  /** Unconditional, without lease, previous value not returned. */
  public static PutOptions defaults() {
    return DEFAULTS;
  }

  /** Only if the key does not exist. */
  public PutOptions ifAbsent() {
    return new PutOptions(new Precondition(true, 0, 0), leaseId, returnPrevious);
  }

  /** Only if the key has this version; 0 means absent. */
  public PutOptions ifVersion(long version) {
    return version == 0
        ? ifAbsent()
        : new PutOptions(
            new Precondition(false, version, precondition.createIndex()), leaseId, returnPrevious);
  }

  /** Only if the key was created at this index, which tells a deleted and re-created key apart. */
  public PutOptions ifCreateIndex(long index) {
    return new PutOptions(
        new Precondition(false, precondition.version(), index), leaseId, returnPrevious);
  }

  public PutOptions withLease(long id) {
    return new PutOptions(precondition, id, returnPrevious);
  }

  public PutOptions withPrevious() {
    return new PutOptions(precondition, leaseId, true);
  }
}
