package io.isol8.domain.config;

import io.isol8.domain.Ascii;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.RemoteCodePolicy;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SecurityOptions;
import io.isol8.domain.pool.PoolPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that an operator decides, complete (spec 8.4). Immutable; whoever holds one holds a valid one.
 *
 * @param maxConcurrent executions at the same time
 * @param defaults what an execution is granted that does not ask for anything else
 * @param network what a filtered network lets through
 * @param cleanup what a server removes by itself
 * @param pool which sandboxes a server keeps ready
 * @param security the walls around a sandbox
 * @param remoteCode whether and from where code is fetched
 * @param audit what is written down of executions
 * @param auth the database of API keys
 * @param prebuiltImages images to have ready
 * @param debug whether isol8 logs what it does
 * @param server what holds for a server alone
 * @param policy the most that a key from the database may ask for
 * @param runtimes languages besides the built-in ones, by name, in order
 */
public record Isol8Config(
        int maxConcurrent,
        Defaults defaults,
        NetworkFilter network,
        Cleanup cleanup,
        PoolPolicy pool,
        SecurityOptions security,
        RemoteCode remoteCode,
        Audit audit,
        Auth auth,
        List<PrebuiltImage> prebuiltImages,
        boolean debug,
        Server server,
        Policy policy,
        Map<String, ConfiguredRuntime> runtimes) {

    /** Executions at the same time. */
    public static final Bounds CONCURRENT = new Bounds(1, 10_000);

    private static final Isol8Config BUILT_IN = new Isol8Config(
            10,
            Defaults.BUILT_IN,
            NetworkFilter.BUILT_IN,
            Cleanup.BUILT_IN,
            PoolPolicy.DEFAULT,
            SecurityOptions.STRICT,
            RemoteCode.BUILT_IN,
            Audit.BUILT_IN,
            Auth.BUILT_IN,
            List.of(),
            false,
            Server.BUILT_IN,
            Policy.BUILT_IN,
            Map.of());

    /** @throws Isol8Exception naming the key and what is allowed */
    public Isol8Config {
        CONCURRENT.check("maxConcurrent", maxConcurrent);
        prebuiltImages = List.copyOf(prebuiltImages);
        runtimes = Collections.unmodifiableMap(new LinkedHashMap<>(runtimes));
        RuntimeRegistry known = registry(runtimes);
        for (int i = 0; i < prebuiltImages.size(); i++) {
            check("prebuiltImages[" + i + "]", prebuiltImages.get(i), known);
        }
    }

    private static void check(String key, PrebuiltImage prebuilt, RuntimeRegistry known) {
        checkRuntime(key + ".runtime", prebuilt.runtime(), known);
        if (RuntimeRegistry.builtIn().contains(prebuilt.runtime())) {
            try {
                prebuilt.image();
            } catch (Isol8Exception e) {
                throw Isol8Exception.invalid(key + ": " + e.message());
            }
        }
    }

    private static void checkRuntime(String key, String runtime, RuntimeRegistry known) {
        if (!known.contains(runtime)) {
            String names = known.list().stream().map(LanguageRuntime::name).collect(Collectors.joining(", "));
            throw Isol8Exception.invalid(
                    key + " must be one of " + names + ", not \"" + Ascii.printable(runtime) + "\".");
        }
    }

    /** What holds where nobody decides anything (spec 8.4). */
    public static Isol8Config builtIn() {
        return BUILT_IN;
    }

    /** What an execution is granted unless it asks for something else (spec 9.1, 9.2). */
    public Isol8Options options() {
        return defaults.over(Isol8Options.builder())
                .security(security)
                .debug(debug)
                .networkPolicy(network.policy())
                .build();
    }

    /** Whether, from where and what code may be fetched; {@code network.allowPrivate} holds for that, too. */
    public RemoteCodePolicy remoteCodePolicy() {
        return remoteCode.policy(network.allowPrivate());
    }

    /** The built-in runtimes and those of {@link #runtimes}. */
    public RuntimeRegistry registry() {
        return registry(runtimes);
    }

    private static RuntimeRegistry registry(Map<String, ConfiguredRuntime> runtimes) {
        RuntimeRegistry builtIn = RuntimeRegistry.builtIn();
        if (runtimes.isEmpty()) {
            return builtIn;
        }
        List<LanguageRuntime> all = new ArrayList<>(builtIn.list());
        runtimes.forEach((name, runtime) -> {
            if (builtIn.contains(name)) {
                throw Isol8Exception.invalid("runtimes." + name + " must have another name: " + name + " is built in.");
            }
            all.add(runtime.named(name));
        });
        try {
            return new RuntimeRegistry(all);
        } catch (Isol8Exception e) {
            throw Isol8Exception.invalid("runtimes: " + e.message());
        }
    }
}
