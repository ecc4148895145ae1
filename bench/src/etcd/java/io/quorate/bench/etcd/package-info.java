/**
 * etcd beside Quorate: the server is Debian's; the client is plain gRPC, with as little of our own
 * as possible, so that what is measured is etcd.
 */
@NullMarked
package io.quorate.bench.etcd;

import org.jspecify.annotations.NullMarked;
