package io.quorate.server.topology.leadership;

import io.quorate.command.Command.RecordElection;
import io.quorate.command.ElectionAccount;
import io.quorate.proto.v1.FormerLeader;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the word of a former leader makes of the record of the election that replaced it. Pure. */
final class ElectionAmendment {
  private ElectionAmendment() {}

  /** The first change after the term that it led; empty = it is not recorded (yet). */
  static Optional<RecordElection> concerned(List<RecordElection> elections, FormerLeader leader) {
    return elections.stream()
        .filter(election -> election.term() > leader.getTerm())
        .min(Comparator.comparingLong(RecordElection::term));
  }

  /**
   * The amended record. The node knows better than others what ailed it, but not than who was asked
   * to replace it. And who speaks is not gone: only the process that led does.
   */
  static RecordElection of(RecordElection election, FormerLeader leader) {
    ElectionAccount account = election.account();
    boolean explains = !leader.getKind().isEmpty() && !account.kind().equals("asked");
    boolean disproves = !explains && account.kind().equals("process_gone");
    String measured =
        explains
            ? leader.getCause() + ", as it measured itself"
            : "lived on; its peer link refused the others, who took it for gone";
    return new RecordElection(
        election.wallMs(),
        election.term(),
        election.from(),
        election.to(),
        election.trigger(),
        explains || disproves
            ? "%s %s (%s)".formatted(election.from(), measured, election.cause())
            : election.cause(),
        election.detectedMs(),
        election.electedMs(),
        election.unavailableMs(),
        new ElectionAccount(
            explains ? leader.getKind() : disproves ? "link_lost" : account.kind(),
            account.votes(),
            account.inheritedEntries(),
            leader.getUnknownEntries(),
            true));
  }
}
