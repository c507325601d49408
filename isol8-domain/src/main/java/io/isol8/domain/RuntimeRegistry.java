package io.isol8.domain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runtimes that an engine offers, in the order in which they are listed (spec 11). Immutable. */
public final class RuntimeRegistry {

    private static final RuntimeRegistry BUILT_IN = new RuntimeRegistry(List.of(
            new LanguageRuntime(
                    "python",
                    "isol8:python",
                    List.of(".py"),
                    List.of("python3", "{file}"),
                    Optional.of(Map.of("ISOL8_ZYGOTE", "1")),
                    Optional.of(PackageInstalls.python())),
            new LanguageRuntime(
                    "node",
                    "isol8:node",
                    List.of(".mjs", ".js", ".cjs"),
                    List.of("node", "{file}"),
                    Optional.of(
                            Map.of("ISOL8_ZYGOTE", "1", "NODE_OPTIONS", "--require=/usr/local/lib/isol8/zygote.cjs")),
                    Optional.of(PackageInstalls.node())),
            new LanguageRuntime(
                    "bun",
                    "isol8:bun",
                    List.of(".ts"),
                    List.of("bun", "run", "{file}"),
                    Optional.empty(),
                    Optional.of(PackageInstalls.bun())),
            new LanguageRuntime(
                    "deno",
                    "isol8:deno",
                    List.of(".mts"),
                    List.of(
                            "deno",
                            "run",
                            "--allow-read=/sandbox,/tmp",
                            "--allow-write=/sandbox,/tmp",
                            "--allow-env",
                            "--allow-net",
                            "{file}"),
                    Optional.empty(),
                    Optional.of(PackageInstalls.deno())),
            new LanguageRuntime(
                    "bash",
                    "isol8:bash",
                    List.of(".sh"),
                    List.of("bash", "{file}"),
                    Optional.empty(),
                    Optional.of(PackageInstalls.bash()))));

    private final Map<String, LanguageRuntime> byName;
    private final Map<String, LanguageRuntime> byExtension;

    /** @throws Isol8Exception if two runtimes share a name or an extension */
    public RuntimeRegistry(List<LanguageRuntime> runtimes) {
        byName = new LinkedHashMap<>();
        byExtension = new LinkedHashMap<>();
        for (LanguageRuntime runtime : runtimes) {
            if (byName.put(runtime.name(), runtime) != null) {
                throw Isol8Exception.invalid("Runtime \"" + runtime.name() + "\" is defined twice.");
            }
            for (String extension : runtime.extensions()) {
                if (byExtension.put(extension, runtime) != null) {
                    throw Isol8Exception.invalid("Extension \"" + extension + "\" belongs to two runtimes.");
                }
            }
        }
    }

    /** python, node, bun, deno, bash (spec 11.3). */
    public static RuntimeRegistry builtIn() {
        return BUILT_IN;
    }

    /** Whether there is one of that name. */
    public boolean contains(String name) {
        return byName.containsKey(name);
    }

    /** @throws Isol8Exception with the text of spec 10.4 if there is none of that name */
    public LanguageRuntime get(String name) {
        LanguageRuntime runtime = byName.get(name);
        if (runtime == null) {
            throw Isol8Exception.invalid("Unknown runtime: \"" + Ascii.printable(name) + "\". Available: "
                    + String.join(", ", byName.keySet()));
        }
        return runtime;
    }

    /** The runtime that the ending of a file name stands for, case-sensitive (spec 11.1). */
    public Optional<LanguageRuntime> detect(String fileName) {
        return extensionOf(fileName).map(byExtension::get);
    }

    /** The text from the last dot of the last path component on, dot included. */
    public static Optional<String> extensionOf(String fileName) {
        String name = fileName.substring(fileName.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(name.substring(dot));
    }

    /** All runtimes, in their order. */
    public List<LanguageRuntime> list() {
        return new ArrayList<>(byName.values());
    }
}
