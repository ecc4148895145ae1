package io.quorate.server.topology.leadership;

import io.quorate.server.ailment.Ailment;
import io.quorate.server.replication.LeaderHistory.Change;
import io.quorate.server.replication.LeaderHistory.Led;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a node saw of the leaders, as the test says. */
public final class PlayedSignals implements LeaderSignals {
  private static final long MS = 1_000_000;

  private final TreeMap<Long, String> leaders = new TreeMap<>();
  public volatile Change won = new Change(0, Led.NOBODY, 0, 0, 0, 0, -1);
  public volatile Optional<Ailment> ailment = Optional.empty();
  public volatile long unknownEntries;

  /** Heard of that leader. */
  public PlayedSignals led(long term, String leader) {
    leaders.put(term, leader);
    return this;
  }

  /**
   * Won that term, after 310 ms of silence, 20 ms of election and 40 ms more until it was ready.
   */
  public PlayedSignals wins(long term, String self) {
    won = new Change(term, before(term), 1000 * MS, 1310 * MS, 1330 * MS, 1370 * MS, 4);
    return led(term, self);
  }

  @Override
  public Change won() {
    return won;
  }

  @Override
  public Led before(long term) {
    return Optional.ofNullable(leaders.lowerEntry(term))
        .map(entry -> new Led(entry.getKey(), entry.getValue()))
        .orElse(Led.NOBODY);
  }

  @Override
  public List<Led> between(long after, long before) {
    Stream<Map.Entry<Long, String>> entries =
        leaders.entrySet().stream()
            .filter(entry -> entry.getKey() > after && entry.getKey() < before);
    return entries.map(entry -> new Led(entry.getKey(), entry.getValue())).toList();
  }

  @Override
  public Optional<Ailment> ailment(long term) {
    return ailment;
  }

  @Override
  public long unknownEntries() {
    return unknownEntries;
  }
}
