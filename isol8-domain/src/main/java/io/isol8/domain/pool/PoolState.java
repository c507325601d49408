package io.isol8.domain.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the sandboxes of one pool are. A sandbox is in one place only: idle and clean, idle and used, being cleaned,
 * or with somebody. Immutable.
 */
public final class PoolState {

    private final PoolPolicy policy;
    private final long[] clean;
    private final long[] used;
    private final long[] cleaning;
    private final long[] leased;
    private final int creating;
    private final boolean draining;

    /** So many were idle at any moment since the last trim: what is beyond was needed. */
    private final int fewestIdle;

    private PoolState(Draft draft) {
        this.policy = draft.policy;
        this.clean = array(draft.clean);
        this.used = array(draft.used);
        this.cleaning = array(draft.cleaning);
        this.leased = array(draft.leased);
        this.creating = draft.creating;
        this.draining = draft.draining;
        this.fewestIdle = draft.fewestIdle;
    }

    public static PoolState empty(PoolPolicy policy) {
        return new PoolState(new Draft(policy));
    }

    /** What {@code event} leads to; an event about a sandbox that the pool does not know leads to nothing. */
    public PoolDecision after(PoolEvent event) {
        Draft draft = new Draft(this);
        draft.take(event);
        draft.fewestIdle = Math.min(draft.fewestIdle, draft.idle());
        return new PoolDecision(new PoolState(draft), draft.actions);
    }

    /** Sandboxes that wait for somebody, cleaned or not. */
    public int idle() {
        return clean.length + used.length + cleaning.length;
    }

    /** Those of them that are kept however long they wait. */
    public int kept() {
        return Math.min(idle(), policy.size().total());
    }

    /** Sandboxes that somebody has. */
    public int leased() {
        return leased.length;
    }

    /** Sandboxes that are being made ahead. */
    public int creating() {
        return creating;
    }

    /** All sandboxes that the pool knows, each once. */
    public List<Long> known() {
        List<Long> all = new ArrayList<>();
        for (long[] place : new long[][] {clean, used, cleaning, leased}) {
            all.addAll(list(place));
        }
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PoolState that
                && policy.equals(that.policy)
                && Arrays.equals(clean, that.clean)
                && Arrays.equals(used, that.used)
                && Arrays.equals(cleaning, that.cleaning)
                && Arrays.equals(leased, that.leased)
                && creating == that.creating
                && fewestIdle == that.fewestIdle
                && draining == that.draining;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new int[] {
            Arrays.hashCode(clean), Arrays.hashCode(used), Arrays.hashCode(cleaning), Arrays.hashCode(leased), creating
        });
    }

    @Override
    public String toString() {
        return "clean " + list(clean) + ", used " + list(used) + ", cleaning " + list(cleaning) + ", leased "
                + list(leased) + ", creating " + creating + ", fewest idle " + fewestIdle
                + (draining ? ", draining" : "");
    }

    private static long[] array(List<Long> ids) {
        long[] array = new long[ids.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = ids.get(i);
        }
        return array;
    }

    private static List<Long> list(long[] ids) {
        List<Long> list = new ArrayList<>(ids.length);
        for (long id : ids) {
            list.add(id);
        }
        return list;
    }

    /** The next state while it is being decided. */
    private static final class Draft {

        private final PoolPolicy policy;
        private final List<Long> clean;
        private final List<Long> used;
        private final List<Long> cleaning;
        private final List<Long> leased;
        private final List<PoolAction> actions = new ArrayList<>();
        private int creating;
        private boolean draining;
        private int fewestIdle;

        Draft(PoolPolicy policy) {
            this.policy = policy;
            this.clean = new ArrayList<>();
            this.used = new ArrayList<>();
            this.cleaning = new ArrayList<>();
            this.leased = new ArrayList<>();
        }

        Draft(PoolState from) {
            this.policy = from.policy;
            this.clean = list(from.clean);
            this.used = list(from.used);
            this.cleaning = list(from.cleaning);
            this.leased = list(from.leased);
            this.creating = from.creating;
            this.draining = from.draining;
            this.fewestIdle = from.fewestIdle;
        }

        void take(PoolEvent event) {
            if (event instanceof PoolEvent.Acquire) {
                acquire();
            } else if (event instanceof PoolEvent.Adopted adopted) {
                leased.add(adopted.id());
            } else if (event instanceof PoolEvent.Released released) {
                release(released.id(), released.reusable());
            } else if (event instanceof PoolEvent.Created created) {
                creating--;
                keepOrDestroy(created.id());
            } else if (event instanceof PoolEvent.CreationFailed) {
                creating--;
            } else if (event instanceof PoolEvent.Cleaned cleaned) {
                cleaned(cleaned.id(), cleaned.successful());
            } else if (event instanceof PoolEvent.Died died) {
                died(died.id());
            } else if (event instanceof PoolEvent.Prewarm) {
                draining = false;
                replenish();
            } else if (event instanceof PoolEvent.Trim) {
                trim();
            } else if (event instanceof PoolEvent.Drain) {
                drain();
            }
        }

        private void acquire() {
            draining = false;
            if (!clean.isEmpty()) {
                long id = lease(clean);
                actions.add(
                        policy.strategy() == PoolStrategy.SECURE
                                ? new PoolAction.CleanAndHand(id)
                                : new PoolAction.Hand(id));
            } else if (!used.isEmpty()) {
                actions.add(new PoolAction.CleanAndHand(lease(used)));
            } else {
                actions.add(new PoolAction.CreateAndHand());
            }
            replenish();
        }

        /** The one that was put there last: its memory is the warmest. */
        private long lease(List<Long> from) {
            long id = from.remove(from.size() - 1);
            leased.add(id);
            return id;
        }

        private void replenish() {
            for (int missing = policy.size().clean() - idle() - creating; missing > 0; missing--) {
                creating++;
                actions.add(new PoolAction.Create());
            }
        }

        private void release(long id, boolean reusable) {
            if (!leased.remove(id)) {
                return;
            }
            if (!reusable || !keeps()) {
                actions.add(new PoolAction.Destroy(id));
            } else if (policy.strategy() == PoolStrategy.SECURE) {
                used.add(id);
            } else {
                cleaning.add(id);
                actions.add(new PoolAction.Clean(id));
            }
        }

        private void cleaned(long id, boolean successful) {
            if (!cleaning.remove(id)) {
                return;
            }
            if (successful && !draining) {
                clean.add(id);
            } else {
                actions.add(new PoolAction.Destroy(id));
            }
        }

        private void keepOrDestroy(long id) {
            if (keeps()) {
                clean.add(id);
            } else {
                actions.add(new PoolAction.Destroy(id));
            }
        }

        private void died(long id) {
            if (clean.remove(id) || used.remove(id) || cleaning.remove(id)) {
                actions.add(new PoolAction.Destroy(id));
            }
        }

        private void trim() {
            int unneeded = fewestIdle - policy.size().total();
            for (List<Long> place : List.of(used, clean, cleaning)) {
                for (; unneeded > 0 && !place.isEmpty(); unneeded--) {
                    actions.add(new PoolAction.Destroy(place.remove(0)));
                }
            }
            fewestIdle = idle();
        }

        private void drain() {
            draining = true;
            for (List<Long> place : List.of(clean, used, cleaning)) {
                place.forEach(id -> actions.add(new PoolAction.Destroy(id)));
                place.clear();
            }
        }

        private int idle() {
            return clean.size() + used.size() + cleaning.size();
        }

        /**
         * Whether what comes back stays, be it too many for the moment: callers that come and go at the same time would
         * otherwise have one destroyed and another made at every turn.
         */
        private boolean keeps() {
            return !draining && policy.size().total() > 0;
        }
    }
}
