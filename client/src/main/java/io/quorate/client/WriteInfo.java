package io.quorate.client;

import java.util.List;

/**
 * What a write's acknowledgement says of itself.
 *
 * @param token read with {@link Consistency#atLeast} to see this write
 * @param concern what was waited for
 * @param acknowledgedBy names of the nodes known to hold it when the reply was made
 * @param duplicate answered from the session's recorded results: an earlier attempt of this same
 *     call had taken effect
 * @param operationId names the write for ever
 * @param node name of the leader that ordered it
 */
public record WriteInfo(
    Token token,
    WriteConcern concern,
    List<String> acknowledgedBy,
    boolean duplicate,
    OperationId operationId,
    String node) {
  public WriteInfo {
    acknowledgedBy = List.copyOf(acknowledgedBy);
  }
}
