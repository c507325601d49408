package io.isol8.engine;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;

/**
 * Where an execution tells what happens: the one difference between a buffered and a streamed run.
 *
 * <p>Used by one thread.
 */
interface Transcript {

    /** Something begins that will be over, but for a last word, at {@code nanos} on the clock. */
    void deadline(long nanos);

    /** Text of what runs, not empty. */
    void text(Phase phase, OutputChannel channel, String text);

    /** The channel's text was cut; {@code notice} says so (spec 16.3, 16.4). */
    void truncated(Phase phase, OutputChannel channel, String notice);

    /** The deadline passed (spec 15.4, 15.5). */
    void timedOut(Phase phase);

    /** What the phase's part of the result holds as output of the channel. */
    String collected(Phase phase, OutputChannel channel);

    /** A setup script came to its end; unless it went well nothing follows (spec 23.2). */
    void setUp(ExecutionResult result);

    /** The end of the program. */
    void ended(ExecutionResult result);
}
