package io.isol8.docker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Questions to this machine's resolver, which takes its time and cannot be stopped, not even when nobody wants the answer any
 * more. So they are asked on threads of their own, none of which is a virtual one that would keep others from running, and only
 * so many at a time. Thread-safe.
 */
final class Lookups {

    private static final int MOST = 256;

    /** What asks. */
    interface Resolver {

        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final Semaphore places;

    Lookups() {
        this(InetAddress::getAllByName, MOST);
    }

    /** @param most how many questions may be open at the same time */
    Lookups(Resolver resolver, int most) {
        this.resolver = resolver;
        this.places = new Semaphore(most, true);
    }

    /**
     * Asks what a name means; the answer comes later, or {@link UnknownHostException}.
     *
     * @param patience for others' questions to be answered, if too many are open
     * @throws TimeoutException if that was not enough
     */
    CompletableFuture<List<InetAddress>> ask(String host, Duration patience)
            throws InterruptedException, TimeoutException {
        if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException("too many names are being looked up");
        }
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer(host, answer), "isol8-resolve");
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    private void answer(String host, CompletableFuture<List<InetAddress>> answer) {
        try {
            answer.complete(List.of(resolver.addresses(host)));
        } catch (UnknownHostException | RuntimeException e) {
            answer.completeExceptionally(e);
        } finally {
            places.release();
        }
    }
}
