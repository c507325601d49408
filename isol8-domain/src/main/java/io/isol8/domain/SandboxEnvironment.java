package io.isol8.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment of every run (spec 13.6). It is given to the program only, never to the container. */
public final class SandboxEnvironment {

    private static final String PROXY = "http://127.0.0.1:8118";
    private static final List<String> PROXY_NAMES = List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy");
    private static final String DIRECT = "localhost,127.0.0.1,::1";
    private static final List<String> DIRECT_NAMES = List.of("NO_PROXY", "no_proxy");

    private static final Map<String, String> BASE = Collections.unmodifiableMap(makeBase());

    private SandboxEnvironment() {}

    /**
     * The base variables in their order, overridden and followed by those of the request, those by the secrets, and those
     * by what tells programs of the proxy if there is one.
     */
    public static Map<String, String> of(
            Map<String, String> requested, Map<String, String> secrets, NetworkMode network) {
        return of(Map.of(), requested, secrets, network);
    }

    /**
     * The same where packages were installed.
     *
     * @param found what leads to them, over the base variables and under those of the request
     */
    public static Map<String, String> of(
            Map<String, String> found,
            Map<String, String> requested,
            Map<String, String> secrets,
            NetworkMode network) {
        Map<String, String> all = new LinkedHashMap<>(BASE);
        all.putAll(found);
        all.putAll(requested);
        all.putAll(secrets);
        addProxy(all, network);
        return Collections.unmodifiableMap(all);
    }

    /**
     * What the installation of packages gets: nothing of the request (spec 12.3).
     *
     * @param certificates the file with certificates besides the usual ones, if there is one
     */
    public static Map<String, String> ofInstallation(
            PackageInstall install, Optional<String> certificates, NetworkMode network) {
        Map<String, String> all = new LinkedHashMap<>(BASE);
        all.put("NO_COLOR", "1");
        all.put("TMPDIR", PackageInstall.DIRECTORY);
        all.putAll(install.env());
        certificates.ifPresent(file -> install.certificates().ifPresent(variable -> all.put(variable, file)));
        addProxy(all, network);
        return Collections.unmodifiableMap(all);
    }

    private static void addProxy(Map<String, String> all, NetworkMode network) {
        if (network == NetworkMode.FILTERED) {
            PROXY_NAMES.forEach(name -> all.put(name, PROXY));
            DIRECT_NAMES.forEach(name -> all.put(name, DIRECT));
            all.put("NODE_USE_ENV_PROXY", "1");
        }
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
