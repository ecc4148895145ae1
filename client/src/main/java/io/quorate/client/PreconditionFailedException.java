package io.quorate.client;

/** The key was not as the operation required, or exists already. Nothing was changed. */
public final class PreconditionFailedException extends QuorateException {
  private static final long serialVersionUID = 1;

  private final long currentVersion;

  public PreconditionFailedException(Failure failure, long currentVersion) {
    super(failure);
    this.currentVersion = currentVersion;
  }

  /** The key's version when the operation was carried out; 0 = it was absent. */
  public long currentVersion() {
    return currentVersion;
  }
}
