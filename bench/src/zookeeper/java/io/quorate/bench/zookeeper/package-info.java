/** ZooKeeper beside Quorate, from the jars of its release; its keys are nodes below one. */
@NullMarked
package io.quorate.bench.zookeeper;

import org.jspecify.annotations.NullMarked;
