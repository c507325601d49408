package io.isol8.engine;

import io.isol8.ports.Tunnel;
import io.isol8.testkit.ScriptedRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** HTTP as programs in memory and the servers that they reach speak it. */
final class HttpTalk {

    private HttpTalk() {}

    /** Up to the empty line. */
    static void readHead(Tunnel tunnel) {
        try {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) tunnel.input().read());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Tunnel tunnel, String text) {
        try {
            tunnel.output().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a program gets for a request on a connection of its own, or that it gets none. */
    static String answer(ScriptedRun run, String request) {
        Optional<Tunnel> connection = run.connect();
        if (connection.isEmpty()) {
            return "refused";
        }
        try (Tunnel tunnel = connection.get()) {
            write(tunnel, request);
            return new String(tunnel.input().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "broken";
        }
    }
}
