package io.isol8.wire;

import io.isol8.domain.config.Isol8Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keys whose features do not exist yet: they are accepted, so that a file can be used by several versions, but somebody
 * who sets one is told.
 */
final class UnsupportedKeys {

    /** Shrinks as features come. */
    static final Set<String> PATHS = Set.of("runtimes.*.install");

    private UnsupportedKeys() {}

    /** Those that have another value than their default. */
    static List<String> in(Isol8Config config) {
        List<String> found = new ArrayList<>();
        collect(ConfigKeys.ALL, "", config, Isol8Config.builtIn(), found);
        config.runtimes().forEach((name, runtime) -> {
            if (runtime.install().isPresent()) {
                found.add("runtimes." + name + ".install");
            }
        });
        return found;
    }

    private static <R> void collect(ConfigObject<R> object, String prefix, R value, R otherwise, List<String> found) {
        object.keys().forEach(key -> collect(key, prefix + key.name(), value, otherwise, found));
    }

    private static <R, T> void collect(ConfigKey<R, T> key, String path, R value, R otherwise, List<String> found) {
        T chosen = key.of().apply(value);
        T builtIn = key.of().apply(otherwise);
        if (PATHS.contains(path) && !chosen.equals(builtIn)) {
            found.add(path);
        }
        if (key.type() instanceof ConfigObject<T> section) {
            collect(section, path + ".", chosen, builtIn, found);
        }
    }
}
