package io.isol8.testkit;

import io.isol8.ports.Progress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. Thread-safe. */
public final class RecordingProgress implements Progress {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void line(String text) {
        lines.add(text);
    }

    /** All lines so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }
}
