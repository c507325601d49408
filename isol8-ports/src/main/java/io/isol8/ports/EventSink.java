package io.isol8.ports;

import io.isol8.domain.StreamEvent;

/** Where the events of one execution go. Called by one thread at a time. */
@FunctionalInterface
public interface EventSink {

    void accept(StreamEvent event);
}
