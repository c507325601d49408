package io.isol8.domain;

/** Something that happened during an execution, in the order in which it happened (spec 10.3). */
public sealed interface StreamEvent {

    /** Text that the program, or a setup script, wrote. */
    record Output(OutputChannel channel, String text, Phase phase) implements StreamEvent {}

    /** The program was ended for a reason that its exit code does not tell, e.g. the deadline. */
    record Failure(String message, Phase phase) implements StreamEvent {}

    /**
     * The end; the last event. The result holds everything but the output, which went before as events.
     */
    record Exit(ExecutionResult result, Phase phase) implements StreamEvent {}
}
