package io.quorate.chaos.planted;

import io.quorate.server.KvPorts;

/** What is wrong with a {@link PlantedServer}. */
public enum Bug {
  /** Every read is answered from whatever the node has. */
  READS_WITHOUT_BARRIER,
  /** A leader's reads rest on a lease whose time stands still while the process does. */
  SLEEPING_LEASE,
  /** A put is acknowledged as soon as it came, before anybody else has it. */
  EARLY_ACKNOWLEDGEMENT,
  /** Writes are carried out as often as they are sent. */
  FORGOTTEN_SESSIONS,
  /** Each page of a scan shows the state that there is then. */
  UNPINNED_PAGES,
  /** A read that shall see at least what a token stands for sees whatever the node has. */
  IGNORED_TOKENS,
  /** A bounded read is answered from whatever the node has, which is said to be the newest. */
  CLAIMED_FRESHNESS,
  /** A transaction is carried out whatever its compares say. */
  DROPPED_COMPARES,
  /** A put is carried out whatever its precondition says. */
  DROPPED_PRECONDITIONS;

  KvPorts plant(KvPorts sound) {
    return switch (this) {
      case READS_WITHOUT_BARRIER ->
          new KvPorts(sound.writes(), new ChangedReads(sound.reads(), ChangedReads::weakened));
      case SLEEPING_LEASE -> new KvPorts(sound.writes(), new SleepingLease(sound.reads()));
      case EARLY_ACKNOWLEDGEMENT ->
          new KvPorts(new EarlyAcknowledgement(sound.writes()), sound.reads());
      case FORGOTTEN_SESSIONS -> new KvPorts(new ForgottenSessions(sound.writes()), sound.reads());
      case UNPINNED_PAGES ->
          new KvPorts(sound.writes(), new ChangedReads(sound.reads(), ChangedReads::unpinned));
      case IGNORED_TOKENS ->
          new KvPorts(sound.writes(), new ChangedReads(sound.reads(), ChangedReads::withoutToken));
      case CLAIMED_FRESHNESS -> new KvPorts(sound.writes(), new ClaimedFreshness(sound.reads()));
      case DROPPED_COMPARES ->
          new KvPorts(
              new ChangedWrites(sound.writes(), ChangedWrites::withoutCompares), sound.reads());
      case DROPPED_PRECONDITIONS ->
          new KvPorts(
              new ChangedWrites(sound.writes(), ChangedWrites::withoutPrecondition), sound.reads());
    };
  }
}
