package io.isol8.app;

import io.isol8.domain.OutputChannel;
import io.isol8.domain.StreamEvent;
import io.isol8.ports.EventSink;

/** Prints a running program's output as it comes (spec 26.10). */
final class EventPrinter implements EventSink {

    private final Console console;

    EventPrinter(Console console) {
        this.console = console;
    }

    @Override
    public void accept(StreamEvent event) {
        if (event instanceof StreamEvent.Output output) {
            if (output.channel() == OutputChannel.STDOUT) {
                console.out(output.text());
            } else {
                console.err(output.text());
            }
        } else if (event instanceof StreamEvent.Failure failure) {
            console.error(failure.message());
        }
    }
}
