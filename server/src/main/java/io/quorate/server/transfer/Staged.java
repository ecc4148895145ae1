package io.quorate.server.transfer;

import java.nio.file.Path;

/**
 * A checkpoint that is here whole, verified and fsynced, ready to be installed.
 *
 * @param directory holds exactly the manifest's files
 * @param groupId the group whose state it is: install it in no other
 */
public record Staged(Path directory, String groupId, Manifest manifest) {}
