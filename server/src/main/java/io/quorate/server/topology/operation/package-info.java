/**
 * The operators' calls, and the wiring of all that topology consists of. A call that only the
 * leader can do is forwarded to it once and marked: a node that receives a marked call and does not
 * lead refuses it, so no call travels in circles while leadership moves.
 */
@NullMarked
package io.quorate.server.topology.operation;

import org.jspecify.annotations.NullMarked;
