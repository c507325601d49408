package io.isol8.engine.internal;

import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Tunnel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a program to the proxy: its requests, each decided by itself. For one thread and one use. */
final class ClientConnection {

    private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);
    private static final byte[] ESTABLISHED =
            "HTTP/1.1 200 Connection Established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Tunnel client;
    private final Rules rules;
    private final Origins origins;
    private final NetworkRecord record;
    private final OpenTunnels open;
    private final HttpReader requests;

    ClientConnection(Tunnel client, Rules rules, Origins origins, NetworkRecord record, OpenTunnels open) {
        this.client = client;
        this.rules = rules;
        this.origins = origins;
        this.record = record;
        this.open = open;
        this.requests = HttpReader.ofRequests(client.input(), rules.parsing().get());
    }

    /** Until the program, or what it asks for, ends it. */
    void serve() throws IOException, InterruptedException {
        boolean more = true;
        while (more) {
            HttpRequest request = request();
            if (request == null) {
                return;
            }
            more = request.method().equals(HttpMethod.CONNECT) ? tunnel(request) : forward(request);
        }
        finish();
    }

    /** The next request; null if there is none, or none that could be understood. */
    private @Nullable HttpRequest request() throws IOException {
        try {
            return (HttpRequest) requests.head();
        } catch (HttpReader.MalformedException e) {
            log.debug("A program sent {}", e.getMessage());
            record.begin("", "", Optional.empty()).blocked("malformed HTTP");
            reply(400, "Bad Request", "isol8: this is not HTTP as a proxy understands it");
            finish();
            return null;
        }
    }

    private boolean tunnel(HttpRequest request) throws IOException {
        Asked asked = ask(request);
        String about = "CONNECT to " + asked.host();
        try (Tunnel origin = connect(asked, about)) {
            if (origin == null) {
                return false;
            }
            asked.entry.answered(200);
            client.output().write(ESTABLISHED);
            new Relay(client, origin, asked.entry)
                    .run(requests.rest(), asked.to().host(), rules.serverName());
        } finally {
            asked.entry.ended();
        }
        return false;
    }

    private boolean forward(HttpRequest request) throws IOException, InterruptedException {
        Asked asked = ask(request);
        String about = "request to " + asked.host();
        try (Tunnel origin = connect(asked, about)) {
            return origin != null && exchange(request, asked, origin);
        } finally {
            asked.entry.ended();
        }
    }

    private boolean exchange(HttpRequest request, Asked asked, Tunnel origin) throws IOException, InterruptedException {
        Exchange exchange = new Exchange(
                request,
                asked.to(),
                origin,
                client.output(),
                asked.entry,
                rules.parsing().get());
        try {
            return exchange.run(requests);
        } catch (Exchange.UnansweredException e) {
            log.debug("A host gave no answer: {}", e.getMessage());
            unreachable(asked);
            return false;
        }
    }

    /** A request as far as it could be made out. */
    private static final class Asked {

        private final NetworkRecord.Entry entry;
        private final String spelled;
        private final @Nullable Destination destination;

        Asked(NetworkRecord.Entry entry, String spelled, @Nullable Destination destination) {
            this.entry = entry;
            this.spelled = spelled;
            this.destination = destination;
        }

        String host() {
            return destination == null ? spelled : destination.host().text();
        }

        Destination to() {
            if (destination == null) {
                throw new IllegalStateException("refused before");
            }
            return destination;
        }
    }

    private Asked ask(HttpRequest request) {
        String target = request.uri();
        boolean connects = request.method().equals(HttpMethod.CONNECT);
        try {
            rules.form().accept(request);
            Destination to = connects
                    ? Destination.ofTunnel(target, rules.hosts())
                    : Destination.ofRequest(target, rules.hosts());
            NetworkRecord.Entry entry =
                    record.begin(request.method().name(), to.host().text(), to.path());
            return new Asked(entry, target, to);
        } catch (Isol8Exception e) {
            String shown = record.shown(target);
            NetworkRecord.Entry entry = record.begin(request.method().name(), shown, Optional.empty());
            entry.blocked(e.message());
            return new Asked(entry, shown, null);
        }
    }

    /** A connection to where it wants to go; null if there is none, and the program has been told so. */
    private @Nullable Tunnel connect(Asked asked, String about) throws IOException {
        if (asked.destination == null) {
            blocked(asked, about);
            return null;
        }
        try {
            return open.add(origins.connect(asked.to()));
        } catch (Origins.BlockedException e) {
            asked.entry.blocked(e.why());
            blocked(asked, about);
        } catch (Isol8Exception e) {
            log.debug("A host could not be reached: {}", e.message());
            unreachable(asked);
        }
        return null;
    }

    private void blocked(Asked asked, String about) throws IOException {
        asked.entry.answered(403);
        reply(403, "Forbidden", "isol8: " + about + " blocked by network filter");
    }

    private void unreachable(Asked asked) throws IOException {
        String where = asked.host() + ":" + asked.to().port();
        asked.entry.failed("connection failed");
        asked.entry.answered(502);
        if (!open.isClosed()) {
            reply(502, "Bad Gateway", "isol8: proxy error: connection to " + where + " failed");
        }
    }

    /** The last words on this connection. */
    private void reply(int status, String phrase, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " " + phrase + "\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n";
        client.output().write((head + text).getBytes(StandardCharsets.UTF_8));
    }

    /** Says that nothing more comes, and lets the program read it before the connection goes. */
    private void finish() throws IOException {
        client.output().close();
        Buffers.pump(client.input(), OutputStream.nullOutputStream());
    }
}
