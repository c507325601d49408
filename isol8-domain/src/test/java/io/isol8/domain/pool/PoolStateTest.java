package io.isol8.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.pool.PoolAction.Clean;
import io.isol8.domain.pool.PoolAction.CleanAndHand;
import io.isol8.domain.pool.PoolAction.Create;
import io.isol8.domain.pool.PoolAction.CreateAndHand;
import io.isol8.domain.pool.PoolAction.Destroy;
import io.isol8.domain.pool.PoolAction.Hand;
import io.isol8.domain.pool.PoolEvent.Acquire;
import io.isol8.domain.pool.PoolEvent.Adopted;
import io.isol8.domain.pool.PoolEvent.Cleaned;
import io.isol8.domain.pool.PoolEvent.Created;
import io.isol8.domain.pool.PoolEvent.CreationFailed;
import io.isol8.domain.pool.PoolEvent.Died;
import io.isol8.domain.pool.PoolEvent.Drain;
import io.isol8.domain.pool.PoolEvent.Prewarm;
import io.isol8.domain.pool.PoolEvent.Released;
import io.isol8.domain.pool.PoolEvent.Trim;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolStateTest {

    /** Ids are drawn from 0 until here, the lowest that the pool does not know: enough for every place to fill up. */
    private static final long IDS = 4;

    @Test
    void anEmptyPoolMakesASandboxForTheCallerAndReplenishes() {
        PoolDecision decision = fast(1, 1).after(new Acquire());
        assertThat(decision.actions()).containsExactly(new CreateAndHand(), new Create());
        assertThat(decision.next().creating()).isEqualTo(1);
    }

    @Test
    void fastHandsOutWhatIsCleanAndCleansWhatComesBackAtOnce() {
        PoolState pool =
                fast(1, 1).after(new Prewarm()).next().after(new Created(1)).next();
        PoolDecision acquired = pool.after(new Acquire());
        assertThat(acquired.actions()).containsExactly(new Hand(1), new Create());
        PoolDecision released = acquired.next().after(new Released(1, true));
        assertThat(released.actions()).containsExactly(new Clean(1));
        assertThat(released.next()
                        .after(new Cleaned(1, true))
                        .next()
                        .after(new Acquire())
                        .actions())
                .contains(new Hand(1));
    }

    @Test
    void secureCleansOnEveryAcquire() {
        PoolState pool = PoolState.empty(new PoolPolicy(PoolStrategy.SECURE, new PoolSize(1, 1)))
                .after(new Prewarm())
                .next()
                .after(new Created(1))
                .next();
        PoolDecision acquired = pool.after(new Acquire());
        assertThat(acquired.actions()).containsExactly(new CleanAndHand(1), new Create());
        PoolDecision released = acquired.next().after(new Released(1, true));
        assertThat(released.actions()).isEmpty();
        assertThat(released.next().after(new Acquire()).actions()).containsExactly(new CleanAndHand(1));
    }

    @Test
    void oneCallerAfterTheOtherNeedsNoNewSandboxes() {
        PoolState pool =
                fast(1, 1).after(new Acquire()).next().after(new Adopted(1)).next();
        pool = pool.after(new Created(2)).next();
        for (int i = 0; i < 10; i++) {
            pool = pool.after(new Released(1, true)).next();
            pool = pool.after(new Cleaned(1, true)).next();
            PoolDecision acquired = pool.after(new Acquire());
            assertThat(acquired.actions()).containsExactly(new Hand(1));
            pool = acquired.next();
        }
    }

    @Test
    void callersWhoComeAndGoTogetherNeedNoNewSandboxes() {
        PoolState pool = fast(1, 1);
        for (long id = 1; id <= 3; id++) {
            pool = pool.after(new Acquire()).next().after(new Adopted(id)).next();
        }
        pool = pool.after(new Created(4)).next();
        for (int round = 0; round < 10; round++) {
            for (long id = 1; id <= 3; id++) {
                PoolDecision released = pool.after(new Released(id, true));
                assertThat(released.actions()).containsExactly(new Clean(id));
                pool = released.next().after(new Cleaned(id, true)).next();
            }
            for (long id = 3; id >= 1; id--) {
                PoolDecision acquired = pool.after(new Acquire());
                assertThat(acquired.actions()).containsExactly(new Hand(id));
                pool = acquired.next();
            }
        }
    }

    @Test
    void whatNobodyNeededSinceTheLastTrimGoesBeyondThePoolsSize() {
        PoolState pool = fast(1, 1);
        for (long id = 1; id <= 5; id++) {
            pool = pool.after(new Adopted(id)).next();
        }
        for (long id = 1; id <= 5; id++) {
            pool = pool.after(new Released(id, true)).next();
            pool = pool.after(new Cleaned(id, true)).next();
        }
        assertThat(pool.kept()).isEqualTo(2);
        assertThat(pool.after(new Trim()).actions()).isEmpty();
        pool = pool.after(new Trim()).next();

        // One is needed once: four were idle all the time, two of which are beyond the size.
        pool = pool.after(new Acquire()).next().after(new Released(5, true)).next();
        PoolDecision trimmed = pool.after(new Trim());
        assertThat(trimmed.actions()).containsExactly(new Destroy(1), new Destroy(2));
        assertThat(trimmed.next().idle()).isEqualTo(3);
        assertThat(trimmed.next().after(new Trim()).actions()).containsExactly(new Destroy(3));
    }

    @Test
    void aPoolWithoutSizeKeepsNothing() {
        PoolState pool = fast(0, 0).after(new Adopted(1)).next();
        assertThat(pool.after(new Released(1, true)).actions()).containsExactly(new Destroy(1));
    }

    @Test
    void whatMayNotServeAgainOrDoesNotComeCleanIsDestroyed() {
        PoolState pool =
                fast(2, 2).after(new Adopted(1)).next().after(new Adopted(2)).next();
        assertThat(pool.after(new Released(1, false)).actions()).containsExactly(new Destroy(1));
        pool = pool.after(new Released(2, true)).next();
        assertThat(pool.after(new Cleaned(2, false)).actions()).containsExactly(new Destroy(2));
    }

    @Test
    void aDeadSandboxIsNotHandedOut() {
        PoolState pool =
                fast(1, 0).after(new Prewarm()).next().after(new Created(1)).next();
        PoolDecision died = pool.after(new Died(1));
        assertThat(died.actions()).containsExactly(new Destroy(1));
        assertThat(died.next().after(new Acquire()).actions()).contains(new CreateAndHand());
    }

    @Test
    void aDrainedPoolKeepsNothingThatStillComes() {
        PoolState pool =
                fast(2, 2).after(new Prewarm()).next().after(new Adopted(7)).next();
        pool = pool.after(new Created(1)).next();
        PoolDecision drained = pool.after(new Drain());
        assertThat(drained.actions()).containsExactly(new Destroy(1));
        assertThat(drained.next().after(new Created(2)).actions()).containsExactly(new Destroy(2));
        assertThat(drained.next().after(new Released(7, true)).actions()).containsExactly(new Destroy(7));
    }

    private static PoolState fast(int clean, int dirty) {
        return PoolState.empty(new PoolPolicy(PoolStrategy.FAST, new PoolSize(clean, dirty)));
    }

    /** Every state that can be reached with a few sandboxes, and in each of them every event. */
    @ParameterizedTest
    @CsvSource({"FAST,1,1", "FAST,2,1", "FAST,0,0", "FAST,0,2", "SECURE,1,1", "SECURE,2,0", "SECURE,0,1"})
    void inEveryStateEveryEventKeepsEachSandboxInExactlyOnePlace(PoolStrategy strategy, int clean, int dirty) {
        PoolSize size = new PoolSize(clean, dirty);
        Deque<PoolState> open = new ArrayDeque<>();
        Set<PoolState> seen = new HashSet<>();
        open.add(PoolState.empty(new PoolPolicy(strategy, size)));
        while (!open.isEmpty()) {
            PoolState state = open.remove();
            if (!seen.add(state)) {
                continue;
            }
            for (PoolEvent event : events(state)) {
                PoolDecision decision = state.after(event);
                check(state, event, decision, size);
                open.add(decision.next());
            }
        }
        assertThat(seen).hasSizeGreaterThan(10);
    }

    private static List<PoolEvent> events(PoolState state) {
        List<PoolEvent> events = new ArrayList<>(List.of(new Acquire(), new Prewarm(), new Trim(), new Drain()));
        for (long id = 0; id <= IDS; id++) {
            events.add(new Released(id, true));
            events.add(new Released(id, false));
            events.add(new Cleaned(id, true));
            events.add(new Cleaned(id, false));
            events.add(new Died(id));
        }
        long fresh = 0;
        while (state.known().contains(fresh)) {
            fresh++;
        }
        if (state.creating() > 0) {
            events.add(new CreationFailed());
        }
        if (fresh < IDS) {
            events.add(new Adopted(fresh));
            if (state.creating() > 0) {
                events.add(new Created(fresh));
            }
        }
        return events;
    }

    private static void check(PoolState before, PoolEvent event, PoolDecision decision, PoolSize size) {
        PoolState after = decision.next();
        String story = before + " | " + event + " | " + after + " | " + decision.actions();
        assertThat(after.known()).as(story).doesNotHaveDuplicates();
        assertThat(after.creating()).as(story).isNotNegative();
        assertThat(after.kept()).as(story).isLessThanOrEqualTo(size.total());
        if (size.total() == 0) {
            assertThat(after.idle()).as(story).isZero();
        }

        List<Long> destroyed = new ArrayList<>();
        List<Long> handed = new ArrayList<>();
        int created = 0;
        for (PoolAction action : decision.actions()) {
            if (action instanceof Destroy destroy) {
                destroyed.add(destroy.id());
            } else if (action instanceof Hand hand) {
                handed.add(hand.id());
            } else if (action instanceof CleanAndHand hand) {
                handed.add(hand.id());
            } else if (action instanceof Create) {
                created++;
            }
        }
        Set<Long> arrived = new HashSet<>(before.known());
        if (event instanceof Adopted adopted) {
            arrived.add(adopted.id());
        } else if (event instanceof Created made) {
            arrived.add(made.id());
        }
        Set<Long> accounted = new HashSet<>(after.known());
        accounted.addAll(destroyed);
        assertThat(accounted).as("nothing is lost or invented: " + story).isEqualTo(arrived);
        assertThat(accounted).as("in one place: " + story).hasSize(after.known().size() + destroyed.size());
        assertThat(before.leased() + handed.size() + (event instanceof Adopted ? 1 : 0))
                .as(story)
                .isGreaterThanOrEqualTo(after.leased());
        if (created > 0) {
            assertThat(after.idle() + after.creating())
                    .as(story)
                    .isLessThanOrEqualTo(Math.max(size.clean(), after.idle()));
        }
        if (event instanceof Acquire) {
            assertThat(decision.actions().stream()
                            .filter(action -> action instanceof Hand
                                    || action instanceof CleanAndHand
                                    || action instanceof CreateAndHand))
                    .as(story)
                    .hasSize(1);
        }
        if (event instanceof Drain) {
            assertThat(after.idle()).as(story).isZero();
        }
        if (event instanceof Trim) {
            assertThat(after.kept()).as(story).isEqualTo(before.kept());
            PoolState later = after.after(new Trim()).next();
            assertThat(later.idle()).as(story).isEqualTo(after.kept());
        }
    }
}
