package io.isol8.engine;

import static io.isol8.engine.EngineFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FairGateTest {

    private static final int MANY = 1000;
    private static final long A_MOMENT = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Queue<Visitor> passed = new ConcurrentLinkedQueue<>();
    private final List<Visitor> visitors = new ArrayList<>();

    /** Somebody who passes the gate and stays inside until told to go. */
    private final class Visitor {

        private final String name;
        private final CountDownLatch go = new CountDownLatch(1);
        private final CompletableFuture<Throwable> refused = new CompletableFuture<>();
        private final CompletableFuture<Void> gone = new CompletableFuture<>();
        private final Thread thread;

        Visitor(FairGate gate, String tenant, String name, int most) {
            this.name = name;
            this.thread = new Thread(() -> visit(gate, tenant, most), name);
            thread.setDaemon(true);
            thread.start();
        }

        private void visit(FairGate gate, String tenant, int most) {
            try (FairGate.Place place = gate.arrive(tenant, most)) {
                place.awaitTurn();
                passed.add(this);
                go.await();
            } catch (InterruptedException e) {
                refused.complete(e);
            }
            gone.complete(null);
        }

        void leave() {
            go.countDown();
            gone.join();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @AfterEach
    void letEverybodyGo() {
        visitors.forEach(visitor -> visitor.go.countDown());
    }

    /** Somebody who is inside, or waits, when this returns. */
    private Visitor visitor(FairGate gate, String tenant, String name) {
        return visitor(gate, tenant, name, MANY);
    }

    private Visitor visitor(FairGate gate, String tenant, String name, int most) {
        Visitor visitor = new Visitor(gate, tenant, name, most);
        visitors.add(visitor);
        await().until(() -> visitor.thread.getState() == Thread.State.WAITING);
        return visitor;
    }

    private void assertPassed(Visitor... expected) {
        await().untilAsserted(() -> assertThat(passed).containsExactly(expected));
    }

    @Test
    void theTurnsOfATenantAreInTheOrderOfArrival() {
        FairGate gate = new FairGate(2, MANY);
        Visitor a = visitor(gate, "t", "a");
        Visitor b = visitor(gate, "t", "b");
        Visitor c = visitor(gate, "t", "c");
        Visitor d = visitor(gate, "t", "d");
        assertPassed(a, b);

        b.leave();
        assertPassed(a, b, c);
        a.leave();
        assertPassed(a, b, c, d);
    }

    @Test
    void theTenantThatHasTheLeastIsNext() {
        FairGate gate = new FairGate(3, MANY);
        Visitor flood1 = visitor(gate, "flood", "flood1");
        Visitor flood2 = visitor(gate, "flood", "flood2");
        Visitor other1 = visitor(gate, "other", "other1");
        Visitor flood3 = visitor(gate, "flood", "flood3");
        Visitor other2 = visitor(gate, "other", "other2");
        Visitor third1 = visitor(gate, "third", "third1");

        flood1.leave();
        assertPassed(flood1, flood2, other1, third1);
        flood2.leave();
        assertPassed(flood1, flood2, other1, third1, flood3);
        third1.leave();
        assertPassed(flood1, flood2, other1, third1, flood3, other2);
    }

    @Test
    void tenantsThatHaveTheSameTakeTurns() {
        FairGate gate = new FairGate(1, MANY);
        Visitor first = visitor(gate, "x", "first");
        Visitor a1 = visitor(gate, "a", "a1");
        Visitor a2 = visitor(gate, "a", "a2");
        Visitor a3 = visitor(gate, "a", "a3");
        Visitor b1 = visitor(gate, "b", "b1");
        Visitor b2 = visitor(gate, "b", "b2");

        for (Visitor visitor : List.of(first, a1, b1, a2, b2, a3)) {
            await().until(() -> passed.contains(visitor));
            visitor.leave();
        }

        assertPassed(first, a1, b1, a2, b2, a3);
    }

    @Test
    void whoeverComesWhileTooManyWaitIsRefusedAtOnce() {
        FairGate gate = new FairGate(1, 2);
        Visitor inside = visitor(gate, "t", "inside");
        visitor(gate, "t", "first");
        visitor(gate, "u", "second");

        assertThatThrownBy(() -> gate.arrive("v", MANY))
                .hasMessage("Too many executions: 1 run and 2 wait for their turn already. Try again later.");
        assertFails(ErrorCode.BUSY, () -> gate.arrive("t", MANY));

        inside.leave();
        await().until(() -> passed.size() == 2);
        visitor(gate, "v", "third");
    }

    @Test
    void aTenantHasNoMoreInsideThanItMayThoughThereIsRoom() throws InterruptedException {
        FairGate gate = new FairGate(3, MANY);
        FairGate.Place first = gate.arrive("a", 1);
        first.awaitTurn();
        Visitor second = visitor(gate, "a", "second", 1);
        try (FairGate.Place other = gate.arrive("b", 1)) {
            other.awaitTurn();
        }
        assertThat(passed).isEmpty();

        first.close();

        await().until(() -> passed.size() == 1);
        second.leave();
    }

    @Test
    void whenTooManyWaitTheLastOfTheTenantWithTheMostHasToGo() throws InterruptedException {
        FairGate gate = new FairGate(1, 2);
        FairGate.Place inside = gate.arrive("flood", MANY);
        inside.awaitTurn();
        FairGate.Place first = gate.arrive("flood", MANY);
        FairGate.Place second = gate.arrive("flood", MANY);

        FairGate.Place modest = gate.arrive("modest", MANY);

        assertFails(ErrorCode.BUSY, second::awaitTurn);
        second.close();
        inside.close();
        first.awaitTurn();
        first.close();
        modest.awaitTurn();
        modest.close();
    }

    @Test
    void whereNobodyMayWaitAFreeTurnIsStillGiven() throws InterruptedException {
        FairGate gate = new FairGate(1, 0);
        try (FairGate.Place first = gate.arrive("t", MANY)) {
            first.awaitTurn();
            assertFails(ErrorCode.BUSY, () -> gate.arrive("t", MANY));
        }
        try (FairGate.Place second = gate.arrive("t", MANY)) {
            second.awaitTurn();
        }
    }

    @Test
    void theOrderIsThatOfTheArrivalsWhoeverWaitsFirst() throws InterruptedException {
        FairGate gate = new FairGate(1, MANY);
        Visitor inside = visitor(gate, "t", "inside");
        FairGate.Place early = gate.arrive("t", MANY);
        Visitor late = visitor(gate, "t", "late");
        inside.leave();

        early.awaitTurn();
        assertPassed(inside);
        early.close();
        early.close();
        assertPassed(inside, late);
    }

    @Test
    void aPlaceThatIsGivenUpIsNobodysTurn() {
        FairGate gate = new FairGate(1, 1);
        Visitor inside = visitor(gate, "t", "inside");
        gate.arrive("t", MANY).close();
        Visitor patient = visitor(gate, "t", "patient");
        inside.leave();
        assertPassed(inside, patient);
        patient.leave();
        gate.arrive("t", MANY).close();
        assertThat(gate.awaitEmpty(Duration.ZERO)).isTrue();
    }

    @Test
    void whoeverIsInterruptedWhileWaitingHasNotPassed() {
        FairGate gate = new FairGate(1, 2);
        Visitor inside = visitor(gate, "t", "inside");
        Visitor impatient = visitor(gate, "t", "impatient");
        Visitor patient = visitor(gate, "t", "patient");

        impatient.thread.interrupt();
        assertThat(impatient.refused.join()).isInstanceOf(InterruptedException.class);
        Visitor later = visitor(gate, "t", "later");
        inside.leave();
        patient.leave();

        assertPassed(inside, patient, later);
    }

    @Test
    void anInterruptBeforehandRefusesEvenWhereThereIsRoom() {
        FairGate gate = new FairGate(1, 1);
        try (FairGate.Place place = gate.arrive("t", MANY)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(place::awaitTurn).isInstanceOf(InterruptedException.class);
        }
        assertThat(gate.awaitEmpty(Duration.ZERO)).isTrue();
    }

    @Test
    void waitsUntilItIsEmptyButNotForEver() {
        FairGate gate = new FairGate(2, MANY);
        assertThat(gate.awaitEmpty(Duration.ZERO)).isTrue();
        Visitor inside = visitor(gate, "t", "inside");
        assertThat(gate.awaitEmpty(Duration.ofMillis(1))).isFalse();

        CompletableFuture<Boolean> empty = CompletableFuture.supplyAsync(() -> gate.awaitEmpty(PATIENCE));
        inside.leave();

        assertThat(empty.join()).isTrue();
    }

    /** Threads that come, wait, are interrupted at any moment and go: no turn is lost and none is made. */
    @Test
    void noTurnIsLostUnderStress() throws InterruptedException {
        int permits = 3;
        FairGate gate = new FairGate(permits, 5);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger visits = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < 12; number++) {
            Random random = new Random(number);
            Thread thread = new Thread(() -> {
                while (!over.get()) {
                    visitAtRandom(gate, random, inside, most, visits);
                }
            });
            threads.add(thread);
            thread.start();
        }
        Random random = new Random(42);
        while (visits.get() < 5_000) {
            threads.get(random.nextInt(threads.size())).interrupt();
            LockSupport.parkNanos(A_MOMENT);
        }
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(most.get()).isBetween(1, permits);
        assertThat(gate.awaitEmpty(Duration.ZERO)).isTrue();
        for (int i = 0; i < permits; i++) {
            gate.arrive("afterwards", MANY).awaitTurn();
        }
        assertThat(gate.awaitEmpty(Duration.ZERO)).isFalse();
    }

    private static void visitAtRandom(
            FairGate gate, Random random, AtomicInteger inside, AtomicInteger most, AtomicInteger visits) {
        String tenant = "tenant " + random.nextInt(3);
        try (FairGate.Place place = gate.arrive(tenant, MANY)) {
            place.awaitTurn();
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            if (random.nextBoolean()) {
                LockSupport.parkNanos(A_MOMENT);
            }
            visits.incrementAndGet();
            inside.decrementAndGet();
        } catch (InterruptedException e) {
            LockSupport.parkNanos(A_MOMENT);
        } catch (Isol8Exception e) {
            assertThat(e.code()).isEqualTo(ErrorCode.BUSY);
            LockSupport.parkNanos(A_MOMENT);
        }
    }
}
