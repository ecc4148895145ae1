package io.quorate.engine;

import static io.quorate.engine.Driver.put;
import static io.quorate.engine.Driver.reason;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Proposed;
import io.quorate.command.Result;
import io.quorate.lease.LeaseInfo;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  @TempDir Path folder;
  private Driver driver;

  @BeforeEach
  void open() {
    driver = new Driver(folder);
  }

  @AfterEach
  void close() {
    try (View view = driver.engine.view()) {
      assertTrue(view.scrub().clean());
    }
    driver.close();
  }

  @Test
  void idsAreDerivedFromTheEntryAndThePlaceInIt() {
    var grant = new Command.LeaseGrant(0, 1_000);
    var results =
        driver.entry(Proposed.of(new Command.Noop()), Proposed.of(grant), Proposed.of(grant));
    assertEquals(4097, ((Result.LeaseDone) results.get(1).result()).leaseId());
    assertEquals(4098, ((Result.LeaseDone) results.get(2).result()).leaseId());
  }

  @Test
  void anIdIsGrantedOnce() {
    driver.run(new Command.LeaseGrant(5, 1_000));
    assertEquals(
        Result.Reason.ALREADY_EXISTS, reason(driver.run(new Command.LeaseGrant(5, 1_000))));
  }

  @Test
  void theEarliestLeaseEndsFirst() {
    driver.run(new Command.LeaseGrant(1, 3_000));
    driver.run(new Command.LeaseGrant(2, 1_000));
    driver.run(new Command.LeaseGrant(3, 2_000));
    for (int lease = 1; lease <= 3; lease++) {
      driver.run(put("key" + lease, lease));
    }
    driver.timeMs += 10_000;
    driver.run(new Command.ExpireLeases(2));
    assertEquals(List.of("key1", "key3"), keys(), "a lease with one key counts two");
    driver.run(new Command.ExpireLeases(2));
    assertEquals(List.of("key1"), keys());
    assertEquals(new Result.LeaseDone(0, 0, 0, 1, false), driver.run(new Command.ExpireLeases(2)));
    assertEquals(List.of(), keys());
  }

  @Test
  void aLeaseWithManyKeysEndsOverSeveralEntriesAndIsDeadMeanwhile() {
    driver.run(new Command.LeaseGrant(1, 1_000));
    for (int i = 0; i < 5; i++) {
      driver.run(put("key" + i, 1));
    }
    driver.timeMs += 1_000;
    assertEquals(new Result.LeaseDone(0, 0, 0, 2, true), driver.run(new Command.ExpireLeases(2)));
    try (View view = driver.engine.view()) {
      assertEquals(new LeaseInfo(1, 1_000, 0, 3, true), view.lease(1).orElseThrow());
    }
    assertEquals(Result.Reason.NOT_FOUND, reason(driver.run(new Command.LeaseKeepAlive(1))));
    assertEquals(Result.Reason.NOT_FOUND, reason(driver.run(new Command.LeaseRevoke(1))));
    assertEquals(Result.Reason.NOT_FOUND, reason(driver.run(put("late", 1))));
    assertEquals(
        new Result.LeaseDone(0, 0, 0, 3, false), driver.run(new Command.ExpireLeases(100)));
    assertEquals(List.of(), keys());
    try (View view = driver.engine.view()) {
      assertTrue(view.lease(1).isEmpty());
    }
  }

  @Test
  void revokingMoreKeysThanOneEntryMayDeleteLeavesTheRestToExpiry() {
    driver.run(new Command.LeaseGrant(1, 1_000_000));
    for (int i = 0; i < 1005; i++) {
      driver.run(put("key" + i, 1));
    }
    var revoked = (Result.LeaseDone) driver.run(new Command.LeaseRevoke(1));
    assertEquals(new Result.LeaseDone(1, 1_000_000, 0, 1000, true), revoked);
    try (View view = driver.engine.view()) {
      assertTrue(view.nextLeaseExpiryMs() <= view.timeMs(), "due at once");
    }
    driver.run(new Command.ExpireLeases(1000));
    assertEquals(List.of(), keys());
  }

  @Test
  void aKeyLeavesItsLeaseWhenItIsPutWithoutOrWithAnother() {
    driver.run(new Command.LeaseGrant(1, 1_000));
    driver.run(new Command.LeaseGrant(2, 1_000));
    driver.run(put("a", 1));
    driver.run(put("b", 1));
    driver.run(put("a", 0));
    driver.run(put("b", 2));
    try (View view = driver.engine.view()) {
      assertEquals(0, view.lease(1).orElseThrow().keys());
      assertEquals(1, view.lease(2).orElseThrow().keys());
    }
    driver.run(new Command.LeaseRevoke(1));
    assertEquals(List.of("a", "b"), keys());
    driver.run(new Command.LeaseRevoke(2));
    assertEquals(List.of("a"), keys());
  }

  @Test
  void aDueLeaseIsDeadBeforeItIsRemoved() {
    driver.run(new Command.LeaseGrant(1, 1_000));
    driver.timeMs += 1_000;
    assertEquals(Result.Reason.NOT_FOUND, reason(driver.run(put("a", 1))));
    assertEquals(Result.Reason.NOT_FOUND, reason(driver.run(new Command.LeaseKeepAlive(1))));
  }

  @Test
  void theNextExpiryIsAlwaysKnown() {
    assertEquals(Long.MAX_VALUE, next());
    driver.run(new Command.LeaseGrant(1, 5_000));
    long first = driver.timeMs + 5_000;
    assertEquals(first, next());
    driver.run(new Command.LeaseGrant(2, 2_000));
    assertEquals(driver.timeMs + 2_000, next());
    driver.run(new Command.LeaseRevoke(2));
    assertEquals(first, next());
    driver.timeMs += 100;
    driver.run(new Command.LeaseKeepAlive(1));
    long moved = driver.timeMs + 5_000;
    assertEquals(moved, next());
    driver.engine.flush();
    driver.close();
    driver = new Driver(folder);
    assertEquals(moved, next(), "after opening again");
  }

  private long next() {
    try (View view = driver.engine.view()) {
      return view.nextLeaseExpiryMs();
    }
  }

  @Test
  void aRefusedStepTakesTheWholeTransactionBack() {
    driver.put("a", "1");
    var before = driver.engine.digest().root();
    Result result =
        driver.run(
            new Command.Transaction(
                List.of(),
                List.of(
                    new Command.Put(Bytes.utf8("a"), Bytes.utf8("2")),
                    new Command.Delete(Bytes.utf8("a")),
                    put("b", 99)),
                List.of()));
    assertEquals(Result.Reason.NOT_FOUND, reason(result));
    assertEquals(before, driver.engine.digest().root());
    try (View view = driver.engine.view()) {
      assertEquals(1, view.operations(), "no changes either");
    }
    assertFalse(keys().contains("b"));
  }

  private List<String> keys() {
    try (View view = driver.engine.view()) {
      return view.scan(Bytes.EMPTY, Bytes.EMPTY, 0, 1 << 20, true).records().stream()
          .map(record -> record.key().toString())
          .toList();
    }
  }
}
