/**
 * The node's HTTP port: what load balancers, orchestrators and monitoring ask. Liveness never
 * depends on a quorum, readiness on serving reads, writability on being able to get a write
 * committed now; each says why not. Requests run on virtual threads; every answer but the metrics
 * is JSON, also errors.
 */
@NullMarked
package io.quorate.server.http;

import org.jspecify.annotations.NullMarked;
