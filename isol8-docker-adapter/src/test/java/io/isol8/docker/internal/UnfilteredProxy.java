package io.isol8.docker.internal;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Threads;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.EgressGate;
import io.isol8.ports.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A proxy that goes where the first line says, as simple ones read it, and passes on whatever comes: the filter taken away. */
record UnfilteredProxy(EgressConnector connector) implements EgressGate {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Method, who somebody says to be, host, and port. */
    private static final Pattern TARGET = Pattern.compile(
            "(\\w+) (?:http://)?(?:[^/\\s]*@)?(?:\\[([^]]*)]|([^:/\\s]*))(?:[^/\\s]*:(\\d+))?[/\\s].*", Pattern.DOTALL);

    @Override
    public void accept(Tunnel program) {
        try {
            carry(program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Isol8Exception e) {
            // there is nobody
        }
    }

    private void carry(Tunnel program) throws IOException {
        String head = head(program.input());
        Matcher target = TARGET.matcher(head);
        if (!target.matches()) {
            return;
        }
        String host = target.group(2) == null ? target.group(3) : target.group(2);
        boolean tunnel = target.group(1).equals("CONNECT");
        int port = target.group(4) == null ? (tunnel ? 443 : 80) : Integer.parseInt(target.group(4));
        try (Tunnel there = connector.connect(connector.resolve(host).get(0), port, PATIENCE)) {
            if (tunnel) {
                program.output().write(bytes("HTTP/1.1 200 OK\r\n\r\n"));
            } else {
                there.output().write(bytes(head));
            }
            Threads.start("test-proxy", () -> pump(program.input(), there.output()));
            pump(there.input(), program.output());
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int one = in.read();
            if (one < 0) {
                break;
            }
            head.append((char) one);
        }
        return head.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void pump(InputStream from, OutputStream to) {
        try (to) {
            byte[] buffer = new byte[4096];
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // one of them is gone
        }
    }
}
