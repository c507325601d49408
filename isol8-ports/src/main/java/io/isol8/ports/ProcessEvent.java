package io.isol8.ports;

import io.isol8.domain.OutputChannel;

/** Something that a running program did. */
public sealed interface ProcessEvent {

    /** It wrote bytes, at least one. */
    record Output(OutputChannel channel, byte[] bytes) implements ProcessEvent {}

    /** It ended; the last event, after all of its output. */
    record Ended(ProcessExit exit) implements ProcessEvent {}
}
