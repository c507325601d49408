package io.isol8.engine;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.OutputChannel;

/**
 * Where an execution tells what happens: the one difference between a buffered and a streamed run.
 *
 * <p>Used by one thread.
 */
interface Transcript {

    /** Text of the program, not empty. */
    void text(OutputChannel channel, String text);

    /** The channel's text was cut; {@code notice} says so (spec 16.3, 16.4). */
    void truncated(OutputChannel channel, String notice);

    /** The deadline passed (spec 15.4, 15.5). */
    void timedOut();

    /** What the result holds as output of the channel. */
    String collected(OutputChannel channel);

    /** The end. */
    void ended(ExecutionResult result);
}
