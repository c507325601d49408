package io.isol8.domain.pool;

/** Something that happened to a pool. */
public sealed interface PoolEvent {

    /** Somebody wants a sandbox. */
    record Acquire() implements PoolEvent {}

    /** A sandbox was made for whoever wanted one, who has it now. */
    record Adopted(long id) implements PoolEvent {}

    /**
     * Whoever had the sandbox is done with it.
     *
     * @param reusable whether it may serve again after cleaning
     */
    record Released(long id, boolean reusable) implements PoolEvent {}

    /** A sandbox that was to be made ahead is there. */
    record Created(long id) implements PoolEvent {}

    /** It could not be made. */
    record CreationFailed() implements PoolEvent {}

    /** The cleaning of an idle sandbox is over. */
    record Cleaned(long id, boolean successful) implements PoolEvent {}

    /** A sandbox is gone, whoever had it. */
    record Died(long id) implements PoolEvent {}

    /** Make ready what is to be ready. */
    record Prewarm() implements PoolEvent {}

    /** Time to let go of what is beyond the pool's size and was not needed since this happened last. */
    record Trim() implements PoolEvent {}

    /** Keep nothing any more. */
    record Drain() implements PoolEvent {}
}
