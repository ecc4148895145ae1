package io.quorate.server.topology.operation;

import io.quorate.proto.v1.Identity;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.server.error.RequestException;
import io.quorate.server.grpc.ClusterCalls;
import io.quorate.server.replication.Replica;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.BlockingTasks;
import io.quorate.server.topology.EntryVersions;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.Proposals;
import io.quorate.server.topology.Registry;
import io.quorate.server.topology.RemoteCluster;
import io.quorate.server.topology.bootstrap.HelloClient;
import io.quorate.server.topology.bootstrap.HelloService;
import io.quorate.server.topology.identity.NodeIdentity;
import io.quorate.server.topology.leadership.Announcer;
import io.quorate.server.topology.leadership.Drain;
import io.quorate.server.topology.leadership.ElectionRecorder;
import io.quorate.server.topology.leadership.Handover;
import io.quorate.server.topology.leadership.Intents;
import io.quorate.server.topology.leadership.LeaderSignals;
import io.quorate.server.topology.leadership.Placement;
import io.quorate.server.topology.leadership.Testimonies;
import io.quorate.server.topology.membership.Admission;
import io.quorate.server.topology.membership.JoinService;
import io.quorate.server.topology.membership.MembershipCalls;
import io.quorate.server.topology.membership.PeerHealth;
import io.quorate.server.topology.membership.Reconfiguration;
import io.quorate.server.topology.membership.Registration;
import io.quorate.server.topology.membership.Steward;
import io.quorate.server.topology.status.LocalStatus;
import io.quorate.server.topology.status.StatusProbe;
import io.quorate.server.topology.status.StatusService;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that a running member does about membership, leadership and status, wired from the
 * ports.
 */
public final class Topology implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Topology.class);

  /**
   * What topology needs of the rest of the node.
   *
   * @param details adds to this node's status what only other parts know; may replace its state,
   *     with a reason
   */
  public record Ports(
      Replicator replicator,
      Replica replica,
      Registry registry,
      Proposals proposals,
      EntryVersions versions,
      HelloClient hello,
      StatusProbe probe,
      RemoteCluster remote,
      Announcer announcer,
      LeaderSignals signals,
      Testimonies testimonies,
      Consumer<NodeStatus.Builder> details) {}

  private final BlockingTasks threads = new BlockingTasks("topology-");
  private final Replicator replicator;
  private final HelloService helloService;
  private final Registration registration;
  private final Steward steward;
  private final Admission admission;
  private final JoinService joins;
  private final Intents intents = new Intents();
  private final Handover handover;
  private final ElectionRecorder elections;
  private final LocalStatus localStatus;
  private final ClusterOperations calls;

  public Topology(
      NodeProfile profile, NodeIdentity identity, HelloService helloService, Ports ports) {
    this.helloService = helloService;
    this.replicator = ports.replicator();
    Supplier<Identity> self = () -> profile.identity(identity.nodeId(), identity.rejoins());
    PeerHealth health = new PeerHealth(replicator, ports.hello(), self);
    Reconfiguration reconfiguration = new Reconfiguration(replicator);
    registration = new Registration(replicator, ports.registry(), ports.proposals(), health, self);
    steward =
        new Steward(
            replicator, reconfiguration, registration, health, ports.proposals(), ports.versions());
    admission = new Admission(profile, replicator, health, ports.hello(), self);
    joins = new JoinService(profile, replicator, health, registration, steward, threads);
    handover =
        new Handover(
            replicator, new Placement(replicator, health, ports.probe()), ports.announcer());
    Drain drain = new Drain(replicator, handover, threads);
    elections =
        new ElectionRecorder(
            replicator,
            ports.registry(),
            ports.proposals(),
            ports.signals(),
            intents,
            ports.testimonies(),
            InstantSource.system(),
            threads);
    localStatus =
        new LocalStatus(
            profile,
            replicator,
            ports.replica(),
            drain::isDraining,
            admission::exclusion,
            steward::setbacks,
            ports.details());
    calls =
        new ClusterOperations(
            replicator,
            new StatusService(profile.cluster(), replicator, localStatus, ports.probe()),
            elections,
            handover,
            drain,
            new MembershipCalls(
                replicator, reconfiguration, registration, steward, health, ports.proposals()),
            ports.remote());
  }

  /** Once the division runs. */
  public void start() {
    helloService.started(replicator, this::greeted);
    steward.start();
    admission.start();
    elections.start();
  }

  private void greeted(Identity from) {
    if (replicator.leadership().ready()) {
      threads.execute(
          () -> {
            try {
              registration.greeted(from);
            } catch (RequestException e) {
              LOG.debug("{} greeted and is not registered now: {}", from.getName(), e.getMessage());
            }
          });
    }
  }

  /** For the Cluster service. */
  public ClusterCalls calls() {
    return calls;
  }

  /** For Node.Join. */
  public JoinService joins() {
    return joins;
  }

  /** For announcements that arrive on links. */
  public Intents intents() {
    return intents;
  }

  /** For what former leaders tell on links. */
  public ElectionRecorder elections() {
    return elections;
  }

  /** For status requests that arrive on links. */
  public Supplier<NodeStatus> localStatus() {
    return localStatus;
  }

  /** For a graceful stop: run it first, while everything still works. */
  public Handover handover() {
    return handover;
  }

  @Override
  public void close() {
    admission.close();
    steward.close();
    threads.close();
  }
}
