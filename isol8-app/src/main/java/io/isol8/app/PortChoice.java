package io.isol8.app;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.http.server.Isol8Server;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntFunction;

/** Finds a port that is free if the one that was wanted is not; a person is asked (spec 26.20). */
final class PortChoice {

    private static final int ANY = 0;

    private final Console console;
    private final IntFunction<Isol8Server> listen;

    /** @param listen starts the server on a port, any free one for 0, or fails with {@code PORT_IN_USE} */
    PortChoice(Console console, IntFunction<Isol8Server> listen) {
        this.console = console;
        this.listen = listen;
    }

    /** @throws Isol8Exception if whoever was asked gave up */
    Isol8Server listenOn(Port wanted) {
        Port port = wanted;
        while (true) {
            Optional<Isol8Server> server = tryOn(port);
            if (server.isPresent()) {
                return server.get();
            }
            if (!console.isTyped()) {
                return fallBack(port);
            }
            Optional<Port> other = ask(port);
            if (other.isEmpty()) {
                return fallBack(port);
            }
            port = other.get();
        }
    }

    private Optional<Isol8Server> tryOn(Port port) {
        try {
            return Optional.of(listen.apply(port.number()));
        } catch (Isol8Exception e) {
            if (e.code() != ErrorCode.PORT_IN_USE) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Isol8Server fallBack(Port port) {
        Isol8Server server = listen.apply(ANY);
        console.warn("Port " + port.number() + " is in use. Falling back to available port " + server.port() + ".");
        return server;
    }

    /** Another port; none if any will do. */
    private Optional<Port> ask(Port taken) {
        console.err("Port " + taken.number() + " is in use.\n  1  enter another port\n  2  find a free one (default)\n"
                + "  3  exit\n> ");
        switch (line()) {
            case "1" -> {
                console.err("Port: ");
                return Optional.of(Port.of("input", line()));
            }
            case "3" -> throw new Isol8Exception(ErrorCode.CANCELLED, "Server startup cancelled.");
            default -> {
                return Optional.empty();
            }
        }
    }

    /** What is typed next; at the end of the input as if nothing had been. */
    private String line() {
        try {
            return TypedLine.read(console.in());
        } catch (IOException e) {
            throw new Isol8Exception(ErrorCode.CANCELLED, "Server startup cancelled.", e);
        }
    }
}
