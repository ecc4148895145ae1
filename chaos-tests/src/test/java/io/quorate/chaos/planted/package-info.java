/**
 * Servers with one bug each, which the checkers must find: that a run passes means something only
 * if it could have failed. A bug is a wrapper round what a node answers clients with; nothing of it
 * is in the server.
 */
@NullMarked
package io.quorate.chaos.planted;

import org.jspecify.annotations.NullMarked;
