package io.isol8.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment of every run (spec 13.6). It is given to the program only, never to the container. */
public final class SandboxEnvironment {

    private static final Map<String, String> BASE = Collections.unmodifiableMap(makeBase());

    private SandboxEnvironment() {}

    /** The base variables in their order, overridden and followed by those of the request, and those by the secrets. */
    public static Map<String, String> of(Map<String, String> requested, Map<String, String> secrets) {
        Map<String, String> all = new LinkedHashMap<>(BASE);
        all.putAll(requested);
        all.putAll(secrets);
        return Collections.unmodifiableMap(all);
    }

    /** The base variables alone. */
    public static Map<String, String> base() {
        return BASE;
    }

    private static Map<String, String> makeBase() {
        Map<String, String> base = new LinkedHashMap<>();
        base.put("PYTHONUNBUFFERED", "1");
        base.put("PYTHONUSERBASE", "/sandbox/.local");
        base.put("NPM_CONFIG_PREFIX", "/sandbox/.npm-global");
        base.put("DENO_DIR", "/sandbox/.deno");
        base.put("HOME", "/sandbox");
        base.put(
                "PATH",
                "/sandbox/.local/bin:/sandbox/.npm-global/bin:/sandbox/.bun-global/bin:/usr/local/bin:/usr/bin:/bin");
        base.put(
                "NODE_PATH", "/usr/local/lib/node_modules:/sandbox/.npm-global/lib/node_modules:/sandbox/node_modules");
        return base;
    }
}
