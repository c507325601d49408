package io.isol8.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The times that one way of doing something took. Not thread-safe. */
final class Series {

    private final String name;
    private final List<Long> nanos = new ArrayList<>();

    Series(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void add(long duration) {
        nanos.add(duration);
    }

    int size() {
        return nanos.size();
    }

    /**
     * The time, in milliseconds, that {@code percent} of the runs did not exceed (nearest rank).
     *
     * @param percent above 0, at most 100
     */
    double percentile(int percent) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1) / 1e6;
    }
}
