package io.isol8.client;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Signal;

/** The connection that one streamed execution has to its server. Thread-safe. */
interface Link {

    /** Passes on a part of the program's standard input, waiting until there is room. */
    void writeStdin(String text) throws InterruptedException;

    /** @param rest the last part, which may be empty */
    void endStdin(String rest);

    /** @throws Isol8Exception if no signals can be sent this way */
    void signal(Signal signal);

    /** Breaks off: the server then cancels what runs (spec 6.10). May be repeated. */
    void abort();
}
