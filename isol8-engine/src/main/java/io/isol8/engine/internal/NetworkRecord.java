package io.isol8.engine.internal;

import io.isol8.domain.Ascii;
import io.isol8.domain.NetworkEntry;
import io.isol8.domain.NetworkEntry.Action;
import io.isol8.domain.NetworkLog;
import io.isol8.ports.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an execution asks of the network, written down while it happens (spec 19.7). Thread-safe. */
final class NetworkRecord {

    private static final int MOST_ENTRIES = 1000;
    private static final int LONGEST_TEXT = 2000;

    private final Clock clock;
    private final UnaryOperator<String> mask;
    private final List<Entry> entries = new ArrayList<>();
    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();
    private long dropped;

    /** @param mask takes secrets out of what is cut, for nobody finds a part of one later */
    NetworkRecord(Clock clock, UnaryOperator<String> mask) {
        this.clock = clock;
        this.mask = mask;
    }

    /** Something is asked for; allowed until somebody says otherwise. */
    synchronized Entry begin(String method, String host, Optional<String> path) {
        Entry entry = new Entry(bounded(method), bounded(host), path.map(this::bounded));
        if (entries.size() < MOST_ENTRIES) {
            entries.add(entry);
        } else {
            dropped++;
        }
        return entry;
    }

    /** A target that could not be made out, fit for one line. */
    String shown(String target) {
        return Ascii.printable(mask.apply(target));
    }

    private String bounded(String text) {
        if (text.length() <= LONGEST_TEXT) {
            return text;
        }
        String masked = mask.apply(text);
        return masked.length() <= LONGEST_TEXT ? masked : masked.substring(0, LONGEST_TEXT) + "…";
    }

    /** As it is now; what is under way counts as far as it has come. */
    synchronized NetworkLog log() {
        return new NetworkLog(entries.stream().map(Entry::shown).toList(), dropped, bytesIn.get(), bytesOut.get());
    }

    /** One request or tunnel. */
    final class Entry {

        private final String method;
        private final String host;
        private final Optional<String> path;
        private final Instant timestamp = clock.now();
        private final long begin = clock.nanos();
        private final AtomicLong in = new AtomicLong();
        private final AtomicLong out = new AtomicLong();
        private Action action = Action.ALLOW;
        private @Nullable Integer status;
        private @Nullable String reason;
        private @Nullable Long end;

        private Entry(String method, String host, Optional<String> path) {
            this.method = method;
            this.host = host;
            this.path = path;
        }

        synchronized void blocked(String why) {
            action = Action.BLOCK;
            reason = bounded(why);
        }

        synchronized void failed(String why) {
            reason = bounded(why);
        }

        synchronized void answered(int code) {
            status = code;
        }

        void received(int bytes) {
            in.addAndGet(bytes);
            bytesIn.addAndGet(bytes);
        }

        void sent(int bytes) {
            out.addAndGet(bytes);
            bytesOut.addAndGet(bytes);
        }

        synchronized void ended() {
            end = clock.nanos();
        }

        private synchronized NetworkEntry shown() {
            long until = end == null ? clock.nanos() : end;
            return new NetworkEntry(
                    timestamp,
                    method,
                    host,
                    path,
                    action,
                    TimeUnit.NANOSECONDS.toMillis(until - begin),
                    in.get(),
                    out.get(),
                    Optional.ofNullable(status),
                    Optional.ofNullable(reason));
        }
    }
}
