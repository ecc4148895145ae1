/**
 * How results reach people and scripts: aligned tables or JSON on stdout, messages on stderr.
 *
 * <p>JSON is written by {@link io.quorate.cli.output.Json} from plain maps and lists, so that each
 * verb shows the names of its fields at the place where it fills them. Nothing here knows the
 * client.
 */
@NullMarked
package io.quorate.cli.output;

import org.jspecify.annotations.NullMarked;
