package io.quorate.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.UnknownFieldSet;
import io.quorate.proto.v1.LogCommand;
import io.quorate.proto.v1.LogEntry;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.OperationResult;
import io.quorate.proto.v1.Transaction;
import io.quorate.proto.v1.TransactionOperation;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecTest {
  private static final Bytes KEY = Bytes.utf8("key");
  private static final Bytes VALUE = Bytes.wrap(new byte[] {0, -1, 1});
  private static final KeyValue RECORD = new KeyValue(KEY, VALUE, 3, 4, 5, 6);

  private static final List<Command> COMMANDS =
      List.of(
          new Command.Put(KEY, VALUE),
          new Command.Put(KEY, Bytes.EMPTY, Precondition.ABSENT, 9, true),
          new Command.Put(KEY, VALUE, new Precondition(false, 2, 3), 0, false),
          new Command.Delete(KEY),
          new Command.Delete(KEY, Precondition.version(4), true),
          new Command.DeleteRange(Bytes.EMPTY, Bytes.EMPTY, 1000),
          new Command.DeleteRange(KEY, KEY.prefixEnd(), 1),
          new Command.Transaction(
              List.of(
                  new Compare(KEY, Compare.Target.VERSION, Compare.Relation.EQUAL, 0, null),
                  new Compare(
                      KEY, Compare.Target.CREATE_INDEX, Compare.Relation.NOT_EQUAL, 1, null),
                  new Compare(KEY, Compare.Target.MODIFY_INDEX, Compare.Relation.LESS, 2, null),
                  new Compare(KEY, Compare.Target.LEASE, Compare.Relation.GREATER, 3, null),
                  new Compare(KEY, Compare.Target.EXISTS, Compare.Relation.EQUAL, 1, null),
                  new Compare(KEY, Compare.Target.EXISTS, Compare.Relation.EQUAL, 0, null),
                  new Compare(KEY, Compare.Target.VALUE, Compare.Relation.EQUAL, 0, Bytes.EMPTY)),
              List.of(new Command.Put(KEY, VALUE), new Command.Get(KEY)),
              List.of(new Command.Delete(KEY), new Command.DeleteRange(KEY, Bytes.EMPTY, 7))),
          new Command.LeaseGrant(0, 1_000),
          new Command.LeaseKeepAlive(Long.MAX_VALUE),
          new Command.LeaseRevoke(1),
          new Command.OpenSession("café"),
          new Command.CloseSession(1),
          new Command.Resolve(1, 2),
          new Command.ExpireLeases(5),
          new Command.ExpireSessions(6),
          new Command.RegisterNode("id", "name", "g:1", "r:2", "h:3", "0.1.0", "learner", true),
          new Command.ForgetNode("id", true),
          new Command.RecordElection(
              1, 2, "a", "b", "timeout", "why", -1, 5, 6, ElectionAccount.NONE),
          new Command.RecordElection(
              1, 2, "a", "b", "timeout", "why", -1, 5, 6, new ElectionAccount("gc", 2, 0, 3, true)),
          new Command.DigestMark(),
          new Command.Configure(1, 2, 3, 4, 5, 6),
          new Command.Noop());

  private static final List<Result> RESULTS =
      List.of(
          new Result.PutDone(1, 2, null),
          new Result.PutDone(1, 2, RECORD),
          new Result.Deleted(false, null),
          new Result.Deleted(true, RECORD),
          new Result.RangeDeleted(3, true, KEY),
          new Result.RangeDeleted(0, false, Bytes.EMPTY),
          new Result.TransactionDone(
              true, List.of(new Result.Found(null), new Result.Found(RECORD))),
          new Result.LeaseDone(1, 2, 3, 4, true),
          new Result.SessionOpened(1, 2),
          new Result.Resolved(false, null, 0),
          new Result.Resolved(true, new Result.Deleted(true, null), 8),
          new Result.Done());

  @Test
  void everyCommandComesBackAsItWas() {
    var entry = new Entry(10, 20, COMMANDS.stream().map(Proposed::of).toList());
    assertEquals(entry, EntryCodec.decode(EntryCodec.encode(entry)));
    for (Class<?> kind : Command.class.getNestMembers()) {
      if (kind.isRecord() && Command.class.isAssignableFrom(kind)) {
        assertTrue(COMMANDS.stream().anyMatch(kind::isInstance), kind + " is not in this test");
      }
    }
  }

  @Test
  void theSessionComesBackToo() {
    var entry = new Entry(1, 2, List.of(new Proposed(7, 9, 8, new Command.Noop())));
    assertEquals(entry, EntryCodec.decode(EntryCodec.encode(entry)));
  }

  @Test
  void whatIsCanonicalStandsInTheLogAsItCame() {
    for (Command command : COMMANDS) {
      if (command instanceof Command.Operation operation) {
        Operation wire = OperationCodec.encode(operation);
        boolean plainPut = operation instanceof Command.Put put && put.precondition().isNone();
        assertEquals(plainPut, OperationCodec.isCanonical(wire), wire + " is canonical");
        var as = new Entry(1, 2, List.of(new Proposed(7, 9, 8, operation, plainPut ? wire : null)));
        var plain = new Entry(1, 2, List.of(new Proposed(7, 9, 8, operation)));
        assertArrayEquals(EntryCodec.encode(plain), EntryCodec.encode(as));
      }
    }
  }

  @Test
  void whatThisVersionDoesNotKnowIsNotCanonical() {
    var put = OperationCodec.encode(new Command.Put(KEY, VALUE)).getPut();
    var newer =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    assertFalse(
        OperationCodec.isCanonical(
            Operation.newBuilder().setPut(put).setUnknownFields(newer).build()));
    assertFalse(
        OperationCodec.isCanonical(
            Operation.newBuilder().setPut(put.toBuilder().setUnknownFields(newer)).build()));
  }

  @Test
  void everyResultComesBackAsItWas() {
    for (Result result : RESULTS) {
      assertEquals(result, ResultCodec.decode(ResultCodec.encode(result)));
    }
    for (Result.Reason reason : Result.Reason.values()) {
      var rejected = new Result.Rejected(reason, "text", 5);
      assertEquals(rejected, ResultCodec.decode(ResultCodec.encode(rejected)));
    }
  }

  @Test
  void theSameEntryIsAlwaysTheSameBytes() {
    var entry = new Entry(10, 20, COMMANDS.stream().map(Proposed::of).toList());
    assertArrayEquals(
        EntryCodec.encode(entry), EntryCodec.encode(EntryCodec.decode(EntryCodec.encode(entry))));
  }

  @Test
  void anUnknownVersionIsRefusedByName() {
    byte[] newer = LogEntry.newBuilder().setVersion(7).build().toByteArray();
    var refused = assertThrows(UnknownEntryVersionException.class, () -> EntryCodec.decode(newer));
    assertEquals(7, refused.found());
    assertEquals(Entry.VERSION, refused.known());
    assertTrue(
        refused
            .toString()
            .contains("log entry of version 7; this program knows version " + Entry.VERSION),
        refused.toString());
  }

  @Test
  void whatIsNotSetIsRefused() {
    var empty =
        LogEntry.newBuilder().setVersion(1).addCommands(LogCommand.getDefaultInstance()).build();
    assertThrows(InvalidCommandException.class, () -> EntryCodec.decode(empty.toByteArray()));
    assertThrows(
        InvalidCommandException.class, () -> OperationCodec.decode(Operation.getDefaultInstance()));
    assertThrows(
        InvalidCommandException.class,
        () -> ResultCodec.decode(OperationResult.getDefaultInstance()));
    var step = Transaction.newBuilder().addThen(TransactionOperation.getDefaultInstance());
    var compare = Transaction.newBuilder();
    compare.addComparesBuilder().setKey(KeyValueCodec.wire(KEY));
    for (var transaction : List.of(step, compare)) {
      var operation = Operation.newBuilder().setTransaction(transaction).build();
      assertThrows(InvalidCommandException.class, () -> OperationCodec.decode(operation));
    }
    assertThrows(InvalidCommandException.class, () -> EntryCodec.decode(new byte[] {1, 2, 3}));
  }

  @Test
  void aDeleteRangeWithoutLimitTakesTheMost() {
    var wire = Operation.newBuilder();
    wire.getDeleteRangeBuilder().setStart(KeyValueCodec.wire(KEY));
    assertEquals(
        new Command.DeleteRange(KEY, Bytes.EMPTY, 1000), OperationCodec.decode(wire.build()));
  }

  @Test
  void anEntryHoldsAtMost4096Commands() {
    Proposed noop = Proposed.of(new Command.Noop());
    assertEquals(4096, new Entry(1, 1, Collections.nCopies(4096, noop)).commands().size());
    assertThrows(TooLargeException.class, () -> new Entry(1, 1, Collections.nCopies(4097, noop)));
  }
}
