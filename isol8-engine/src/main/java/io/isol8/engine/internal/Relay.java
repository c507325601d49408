package io.isol8.engine.internal;

import io.isol8.domain.HostName;
import io.isol8.domain.Threads;
import io.isol8.ports.Tunnel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bytes both ways between a program and a host, each way ending by itself (spec 19.5). */
final class Relay {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    private final Tunnel client;
    private final Tunnel origin;
    private final NetworkRecord.Entry entry;
    private final CountDownLatch downDone = new CountDownLatch(1);

    Relay(Tunnel client, Tunnel origin, NetworkRecord.Entry entry) {
        this.client = client;
        this.origin = origin;
        this.entry = entry;
    }

    /**
     * Goes on until both ways have ended, or one of them broke.
     *
     * @param first what the program has sent already
     */
    void run(byte[] first, HostName host, BiPredicate<HostName, Optional<String>> serverName) {
        Threads.start("isol8-egress-down", this::down);
        try {
            OutputStream toOrigin = CountedStreams.output(origin.output(), entry);
            if (open(first, toOrigin, host, serverName)) {
                Buffers.pump(client.input(), toOrigin);
                origin.output().close();
            } else {
                breakOff();
            }
        } catch (IOException e) {
            log.debug("A tunnel broke on its way out: {}", e.getMessage());
            breakOff();
        }
        awaitDown();
    }

    /** Holds back what comes first until it is known to be for the host; false if it is not. */
    private boolean open(
            byte[] first, OutputStream toOrigin, HostName host, BiPredicate<HostName, Optional<String>> serverName)
            throws IOException {
        OpeningBytes opening = new OpeningBytes();
        opening.add(first, first.length);
        byte[] buffer = Buffers.first();
        while (opening.kind() == OpeningBytes.Kind.UNKNOWN) {
            int count = client.input().read(buffer);
            if (count < 0) {
                break;
            }
            opening.add(buffer, count);
        }
        byte[] held = opening.held();
        boolean other = held.length == 0 || opening.kind() == OpeningBytes.Kind.OTHER;
        if (!other && !serverName.test(host, opening.serverName())) {
            entry.blocked(opening.serverName()
                    .map(name -> "the TLS server name is " + name)
                    .orElse("there is no readable TLS server name"));
            return false;
        }
        if (held.length > 0) {
            toOrigin.write(held, 0, held.length);
        }
        return true;
    }

    private void down() {
        try {
            Buffers.pump(CountedStreams.input(origin.input(), entry), client.output());
            client.output().close();
        } catch (IOException e) {
            log.debug("A tunnel broke on its way in: {}", e.getMessage());
            breakOff();
        } finally {
            downDone.countDown();
        }
    }

    private void breakOff() {
        origin.close();
        client.close();
    }

    private void awaitDown() {
        try {
            downDone.await();
        } catch (InterruptedException e) {
            breakOff();
            Thread.currentThread().interrupt();
        }
    }
}
