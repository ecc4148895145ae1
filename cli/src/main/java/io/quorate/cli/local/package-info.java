/**
 * A local cluster of real background processes: {@code up}, {@code down}, {@code kill}, {@code
 * pause}, {@code resume}, {@code start}.
 *
 * <p>All that is known about it stands in one folder: {@code cluster.json} (shape and process ids,
 * a stable format) and one folder per node with its configuration, data and log. No daemon keeps it
 * together; each verb reads the file, looks at the processes and acts. A process id is trusted only
 * when the process' command line names the node's own configuration file, since ids are reused.
 */
@NullMarked
package io.quorate.cli.local;

import org.jspecify.annotations.NullMarked;
