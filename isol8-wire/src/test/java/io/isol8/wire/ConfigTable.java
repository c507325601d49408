package io.isol8.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The table of keys as the documentation shows it. */
final class ConfigTable {

    private static final int SHORT = 60;
    private static final String HEAD = "| key | must be | default | meaning |\n|---|---|---|---|\n";

    /**
     * A line of it.
     *
     * @param path of the key; {@code []} stands for any entry of a list, {@code *} for any name
     */
    record Row(String path, String words, String otherwise, String description) {

        String markdown() {
            return "| `" + path + "` | " + words + " | " + otherwise + " | " + description + " |\n";
        }
    }

    private final List<Row> rows = new ArrayList<>();

    private ConfigTable() {}

    static List<Row> rows() {
        ConfigTable table = new ConfigTable();
        table.add("", ConfigKeys.ALL);
        return table.rows;
    }

    static String markdown() {
        return HEAD + rows().stream().map(Row::markdown).collect(Collectors.joining());
    }

    private void add(String prefix, ConfigObject<?> object) {
        object.keys().forEach(key -> add(prefix, key));
    }

    private <T> void add(String prefix, ConfigKey<?, T> key) {
        String path = prefix + key.name();
        if (key.type() instanceof ConfigObject<T> section) {
            add(path + ".", section);
            return;
        }
        rows.add(new Row(path, key.type().words(), otherwise(key), key.description()));
        if (key.type() instanceof ConfigList<?> list && list.element() instanceof ConfigObject<?> element) {
            add(path + "[].", element);
        } else if (key.type() instanceof ConfigMap<?> map) {
            add(path + ".*.", map.element());
        }
    }

    private static <T> String otherwise(ConfigKey<?, T> key) {
        if (key.required()) {
            return "must be given";
        }
        Optional<T> fallback = key.fallback().filter(key.type()::isThere);
        if (fallback.isEmpty()) {
            return "";
        }
        String json = JsonOutput.text(out -> out.value("x", value -> key.type().write(value, fallback.get())));
        String value = json.substring("{\"x\":".length(), json.length() - 1);
        return value.length() <= SHORT ? "`" + value + "`" : "see `isol8 config --json`";
    }
}
