/** Workloads that remember what they were told: every acknowledged, refused and unknown write. */
@NullMarked
package io.quorate.chaos.load;

import org.jspecify.annotations.NullMarked;
