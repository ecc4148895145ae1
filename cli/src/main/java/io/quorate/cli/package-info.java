/** The quorate command line: one command per file, noun first. */
@NullMarked
package io.quorate.cli;

import org.jspecify.annotations.NullMarked;
