package io.isol8.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was asked of the fakes that share it, in order, e.g. {@code create isol8:bash}. Thread-safe. */
public final class Journal {

    private final List<String> entries = new CopyOnWriteArrayList<>();

    void add(String entry) {
        entries.add(entry);
    }

    /** All entries so far. */
    public List<String> entries() {
        return List.copyOf(entries);
    }
}
