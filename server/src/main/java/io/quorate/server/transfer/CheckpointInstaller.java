package io.quorate.server.transfer;

import io.quorate.command.TermIndex;
import io.quorate.store.Checkpoint;
import io.quorate.store.CorruptStateException;
import io.quorate.store.DurableFiles;
import io.quorate.store.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes a staged checkpoint the node's state. The old generation stays in use until one rename, and
 * the new one from then on:
 *
 * <ol>
 *   <li>the new generation is built beside the old one under a name that is never opened: a crash
 *       leaves the old one and rubbish
 *   <li>it is renamed: still the old one, and a generation that nobody names
 *   <li>{@code CURRENT} is replaced by a rename: from here on the new one, and the old one as
 *       rubbish
 *   <li>the staging is deleted: until then it is found at the next start, see {@link
 *       #discardObsolete}
 * </ol>
 *
 * The next {@link StateDirectory#open} removes the rubbish; a failed installation needs such an
 * open before the next try.
 */
public final class CheckpointInstaller {
  private final StateDirectory state;

  public CheckpointInstaller(StateDirectory state) {
    this.state = state;
  }

  /**
   * Installs it for the next open of the state directory; close the engine before or after, but
   * open it anew. Returns the position of the new state.
   *
   * @throws CorruptStateException when the staged files are not what they were when they arrived:
   *     the staging is deleted, the state has not changed
   */
  public TermIndex install(Staged staged) throws IOException {
    try {
      Checkpoint checkpoint = Checkpoint.read(staged.directory());
      if (!checkpoint.applied().equals(staged.manifest().position())) {
        throw new CorruptStateException(
            "the checkpoint was announced at %s and is at %s"
                .formatted(staged.manifest().position(), checkpoint.applied()));
      }
      state.install(checkpoint);
    } catch (CorruptStateException e) {
      delete(staged);
      throw e;
    }
    delete(staged);
    return staged.manifest().position();
  }

  /**
   * For the start: deletes a staged checkpoint that the state has already reached, because a crash
   * came right after its installation.
   */
  public static void discardObsolete(CheckpointFetcher fetcher, TermIndex durable)
      throws IOException {
    var staged = fetcher.staged();
    if (staged.isPresent() && staged.get().manifest().position().index() <= durable.index()) {
      delete(staged.get());
    }
  }

  private static void delete(Staged staged) throws IOException {
    Path staging = staged.directory().getParent();
    if (staging != null) {
      DurableFiles.deleteTree(staging);
    }
  }
}
