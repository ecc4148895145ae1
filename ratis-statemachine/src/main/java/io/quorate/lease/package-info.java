/**
 * Leases: a time to live for keys. Time is the entry's; a lease that is due is dead for every
 * operation from then on, and a logged command removes it with its keys, a bounded number per
 * entry.
 */
@NullMarked
package io.quorate.lease;

import org.jspecify.annotations.NullMarked;
