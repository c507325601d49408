package io.isol8.engine.internal;

import io.isol8.domain.Threads;
import io.isol8.ports.Tunnel;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The body of a request on its way to the host, beside whatever the host answers meanwhile. */
final class Upload {

    private static final Logger log = LoggerFactory.getLogger(Upload.class);

    private final HttpReader from;
    private final HttpWriter to;
    private final Tunnel origin;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean complete;

    Upload(HttpReader from, HttpWriter to, Tunnel origin) {
        this.from = from;
        this.to = to;
        this.origin = origin;
    }

    void start() {
        Threads.start("isol8-egress-upload", () -> {
            try {
                run();
            } catch (IOException e) {
                log.debug("A request's body did not come to its end: {}", e.getMessage());
                origin.close();
            } finally {
                over.countDown();
            }
        });
    }

    /** Once the host takes no more the rest is read all the same: the program may be told why when it is done. */
    private void run() throws IOException {
        boolean taken = true;
        boolean last = false;
        while (!last) {
            HttpContent part = from.body();
            last = part instanceof LastHttpContent;
            complete = last;
            try {
                if (taken) {
                    to.write(last ? withoutTrailers(part) : part);
                }
            } catch (IOException e) {
                log.debug("The host takes no more of a request: {}", e.getMessage());
                taken = false;
            }
        }
    }

    static LastHttpContent withoutTrailers(HttpContent last) {
        return new DefaultLastHttpContent(last.content());
    }

    /** Whether all of it came, so that the next request can follow. */
    boolean isComplete() {
        return complete;
    }

    void await() throws InterruptedException {
        over.await();
    }
}
