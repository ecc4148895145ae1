package io.quorate.history;

import org.jspecify.annotations.Nullable;

/**
 * The optional fields of an operation; see the package for what each is good for.
 *
 * @param version of the value that was written or read; of a write that failed, the one that was
 *     found instead of the expected one, with number 0 if the key was absent
 * @param expected what the key's version had to be for the write to take effect, whose own version
 *     then is the next one; a part that is 0 is not asked for; null = unconditional
 * @param session whose guarantees hold for it; null = its process is the session
 * @param consistency what a read claims: linearizable (null is the same), lease, session, at-least,
 *     bounded or eventual
 * @param stalenessMs the bound that a read claims for its age
 * @param fence number that a lease was granted with, or under which a write was made
 * @param until time in ns up to which a lease's holder relies on it
 * @param index log index of the state that a scan's page was read from
 * @param scan names the scan that a page belongs to
 * @param attempts how often it was sent; null = once, or not told
 */
public record Details(
    @Nullable Version version,
    @Nullable Version expected,
    @Nullable String node,
    @Nullable String session,
    @Nullable String consistency,
    @Nullable Long stalenessMs,
    @Nullable Long fence,
    @Nullable Long until,
    @Nullable Long index,
    @Nullable String scan,
    @Nullable Long attempts) {
  public static final Details NONE =
      new Details(null, null, null, null, null, null, null, null, null, null, null);
}
