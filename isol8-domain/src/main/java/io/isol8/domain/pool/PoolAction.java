package io.isol8.domain.pool;

/** Something that a pool wants done. */
public sealed interface PoolAction {

    /** Give the sandbox to whoever wants one; it is clean. */
    record Hand(long id) implements PoolAction {}

    /** Clean the sandbox, then give it to whoever wants one. */
    record CleanAndHand(long id) implements PoolAction {}

    /** Make a sandbox for whoever wants one; {@link PoolEvent.Adopted} follows. */
    record CreateAndHand() implements PoolAction {}

    /** Make a sandbox in the background; {@link PoolEvent.Created} or {@link PoolEvent.CreationFailed} follows. */
    record Create() implements PoolAction {}

    /** Clean the sandbox in the background; {@link PoolEvent.Cleaned} follows. */
    record Clean(long id) implements PoolAction {}

    /** Destroy the sandbox; the pool has forgotten it. */
    record Destroy(long id) implements PoolAction {}
}
