package io.quorate.client;

/** The page token is too old, from another node, or its pinned state was given up. Scan again. */
public final class PageExpiredException extends QuorateException {
  private static final long serialVersionUID = 1;

  public PageExpiredException(Failure failure) {
    super(failure);
  }
}
