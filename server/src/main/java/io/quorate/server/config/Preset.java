package io.quorate.server.config;

/** A set of time-outs and sizes that fit together; every one of them can be overridden. */
public enum Preset {
  /** One data centre, round trips below a millisecond or two. */
  LAN,
  /** Several regions, round trips up to some hundred milliseconds. */
  WAN,
  /** Few, shared, slow cores: test machines. Patient time-outs, small files. */
  CI
}
