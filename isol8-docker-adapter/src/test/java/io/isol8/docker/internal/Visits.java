package io.isol8.docker.internal;

import static org.awaitility.Awaitility.await;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What reached the hosts of a {@link SmallInternet}, in their own words. Thread-safe. */
final class Visits {

    /** What is said to a host to see that it hears. */
    static final String KNOCK = "knock";

    /** What is asked of a host, or said to it, that nobody may ask. */
    private static final String EVIL = "evil";

    private final Map<String, Visit> seen = new LinkedHashMap<>();
    private final Set<String> forgotten = new HashSet<>();

    /**
     * One connection or datagram.
     *
     * @param forbidden whether nobody may come to that place
     * @param what all that is known of it
     */
    record Visit(boolean forbidden, String what) {

        private boolean knocks() {
            return what.contains(KNOCK);
        }

        private boolean gotAround() {
            return !knocks() && (forbidden || what.contains(EVIL));
        }
    }

    /** Notes it, or what is known of it by now. */
    synchronized void see(String id, Visit visit) {
        if (!forgotten.contains(id)) {
            seen.put(id, visit);
        }
    }

    /** Begins anew, whatever those may say that came until now. */
    synchronized void forget() {
        forgotten.addAll(seen.keySet());
        seen.clear();
    }

    synchronized List<Visit> all() {
        return List.copyOf(seen.values());
    }

    /** Those that no filter let through. */
    List<Visit> aroundTheFilter() {
        return all().stream().filter(Visit::gotAround).toList();
    }

    /** Waits until so many hosts have said that somebody knocked. */
    void awaitKnocks(int count) {
        await().atMost(TestDocker.PATIENCE)
                .until(() -> all().stream().filter(Visit::knocks).count() >= count);
    }
}
