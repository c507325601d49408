package io.isol8.app;

import java.util.List;

/** A setup script as it is shown: its first line, and that there are more (spec 26.15). */
final class ScriptPreview {

    private ScriptPreview() {}

    static String of(String script) {
        List<String> lines = script.strip().lines().toList();
        return lines.isEmpty() ? "" : lines.get(0).stripTrailing() + (lines.size() > 1 ? " ..." : "");
    }
}
