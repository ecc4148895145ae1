/**
 * The node's settings. {@link io.quorate.server.config.Keys} is the one list of what can be set;
 * {@link io.quorate.server.config.NodeConfig#load} resolves every key from flag, environment, file
 * and fallback, in this order, checks each value and then the relations between values, and fails
 * with every problem at once. A key has one name: {@code node.data_dir} in the file and for {@code
 * --set}, {@code QUORATE_NODE_DATA_DIR} in the environment, derived mechanically. {@link
 * io.quorate.server.config.ConfigExplain} says where each value came from and what they mean
 * together. Nothing here is read twice and nothing changes after loading.
 */
@NullMarked
package io.quorate.server.config;

import org.jspecify.annotations.NullMarked;
