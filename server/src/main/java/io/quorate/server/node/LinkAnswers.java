package io.quorate.server.node;

import io.quorate.proto.v1.ElectionAnswer;
import io.quorate.proto.v1.ElectionQuestion;
import io.quorate.proto.v1.FormerLeader;
import io.quorate.proto.v1.LeadershipIntent;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.proto.v1.Progress;
import io.quorate.proto.v1.ReadIndexReply;
import io.quorate.proto.v1.ReadIndexRequest;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What this node answers to questions on a link. None may block; failures are RequestExceptions.
 *
 * @param write as leader only: refuses with NOT_LEADER otherwise and never forwards again
 * @param readIndex as leader only
 * @param sound whether this node's state may be trusted: a halted node confirms nobody's leadership
 * @param status of this node
 * @param intent takes the leader's word of why it is about to give leadership away
 * @param election tells a new leader of the election that it won
 * @param formerLeader takes the word of a leader that was replaced, as leader only
 * @param progress takes a member's news of how far it has applied
 * @param progressWanted the leader waits for this member's news
 */
public record LinkAnswers(
    BiFunction<WriteRequest, Deadline, CompletableFuture<WriteReply>> write,
    Function<ReadIndexRequest, CompletableFuture<ReadIndexReply>> readIndex,
    BooleanSupplier sound,
    Supplier<NodeStatus> status,
    Consumer<Progress> progress,
    Runnable progressWanted,
    Consumer<LeadershipIntent> intent,
    BiFunction<String, ElectionQuestion, CompletableFuture<ElectionAnswer>> election,
    Function<FormerLeader, CompletableFuture<Void>> formerLeader) {}
