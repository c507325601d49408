package io.isol8.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Makes config files, right ones and wrong ones. The same random numbers make the same files. */
final class ConfigDocuments {

    /**
     * What a key may hold, in JSON.
     *
     * @param path of the key; of an object's keys only those whose object is a section
     */
    private record Samples(String path, List<String> good, List<String> bad) {}

    private static final List<String> NO_BOOLEAN = List.of("0", "\"true\"", "[]", "{}");
    private static final List<String> NO_TEXT = List.of("5", "true", "[\"x\"]", "{}", "\"\"");
    private static final List<String> NO_SIZE = List.of("512", "\"\"", "\"-1m\"", "\"512 megabytes\"", "\"m\"", "[]");
    private static final List<String> NO_REGEXES = List.of("\"a\"", "[1]", "[\"(\"]", "{}", "true");
    private static final List<String> BOOLEANS = List.of("true", "false");
    private static final List<String> SIZES = List.of("\"64m\"", "\"1.5 GB\"", "\"8000000\"", "\"1T\"", "\"512mb\"");
    private static final List<String> REGEXES = List.of("[]", "[\"^a\\\\.example$\", \"b\"]", "[\"(x|y)[0-9]+\"]");

    private static final List<Samples> SAMPLES = List.of(
            new Samples("$schema", List.of("\"\"", "\"./isol8.config.schema.json\""), List.of("1", "{}")),
            new Samples("maxConcurrent", List.of("1", "10000", "3.0", "1e1"), whole("0", "10001", "-1", "1e400")),
            new Samples("defaults.timeoutMs", List.of("1", "2147483647"), whole("0", "2147483648")),
            new Samples("defaults.memoryLimit", SIZES, NO_SIZE),
            new Samples("defaults.cpuLimit", List.of("0.01", "2", "4096", "0.5"), number("0", "-1", "4097")),
            new Samples("defaults.network", List.of("\"none\"", "\"host\"", "\"filtered\""), choice("\"None\"")),
            new Samples("defaults.sandboxSize", SIZES, NO_SIZE),
            new Samples("defaults.tmpSize", SIZES, NO_SIZE),
            new Samples("defaults.readonlyRootFs", BOOLEANS, NO_BOOLEAN),
            new Samples("network.whitelist", REGEXES, NO_REGEXES),
            new Samples("network.blacklist", REGEXES, NO_REGEXES),
            new Samples(
                    "network.allowPrivate",
                    List.of("[]", "[\"10.0.0.0/8\", \"fd00::/8\", \"::1/128\"]"),
                    List.of("\"10.0.0.0/8\"", "[\"10.0.0.0\"]", "[\"example/8\"]", "[\"256.0.0.0/8\"]", "[8]")),
            new Samples(
                    "network.allowedPorts", List.of("[]", "[1, 65535]"), List.of("80", "[0]", "[65536]", "[\"80\"]")),
            new Samples("cleanup.autoPrune", BOOLEANS, NO_BOOLEAN),
            new Samples("cleanup.maxContainerAgeMs", List.of("1", "3153600000000"), whole("0", "3153600000001")),
            new Samples("cleanup.imagesOnShutdown", BOOLEANS, NO_BOOLEAN),
            new Samples("poolStrategy", List.of("\"fast\"", "\"secure\""), choice("\"slow\"")),
            new Samples(
                    "poolSize",
                    List.of("0", "1000", "{\"clean\": 0, \"dirty\": 5}"),
                    List.of(
                            "-1",
                            "1001",
                            "\"1\"",
                            "[]",
                            "{\"clean\": 1, \"dirty\": \"2\"}",
                            "{\"clean\": 1, \"dirty\": 2, \"x\": 3}")),
            new Samples("security.seccomp", List.of("\"strict\"", "\"unconfined\""), choice("\"custom\"")),
            new Samples("security.customProfilePath", List.of(), List.of("\"profile.json\"", "1", "\"\"")),
            new Samples("security.containerRuntime", List.of("\"runsc\""), List.of("\"-x\"", "\"a b\"", "1")),
            new Samples("remoteCode.enabled", BOOLEANS, NO_BOOLEAN),
            new Samples("remoteCode.allowedSchemes", List.of("[]", "[\"https\", \"http\"]"), List.of("[\"\"]", "[1]")),
            new Samples("remoteCode.allowedHosts", REGEXES, NO_REGEXES),
            new Samples("remoteCode.blockedHosts", REGEXES, NO_REGEXES),
            new Samples("remoteCode.maxCodeSize", List.of("1", "1073741824"), whole("0", "1073741825")),
            new Samples("remoteCode.fetchTimeoutMs", List.of("1", "2147483647"), whole("0", "2147483648")),
            new Samples("remoteCode.requireHash", BOOLEANS, NO_BOOLEAN),
            new Samples("remoteCode.enableCache", BOOLEANS, NO_BOOLEAN),
            new Samples("remoteCode.cacheTtl", List.of("0", "31536000"), whole("-1", "31536001")),
            new Samples("audit.enabled", BOOLEANS, NO_BOOLEAN),
            new Samples("audit.destination", List.of("\"filesystem\"", "\"file\"", "\"stdout\""), choice("\"syslog\"")),
            new Samples("audit.logDir", List.of("\"/var/log\""), NO_TEXT),
            new Samples("audit.postLogScript", List.of("\"true\""), NO_TEXT),
            new Samples("audit.trackResources", BOOLEANS, NO_BOOLEAN),
            new Samples("audit.retentionDays", List.of("0", "36500"), whole("-1", "36501")),
            new Samples("audit.includeCode", BOOLEANS, NO_BOOLEAN),
            new Samples("audit.includeOutput", BOOLEANS, NO_BOOLEAN),
            new Samples("auth.enabled", BOOLEANS, NO_BOOLEAN),
            new Samples("auth.connectionString", List.of("\"keys.db\""), NO_TEXT),
            new Samples("auth.defaultTtlMs", List.of("1", "3153600000000"), whole("0", "3153600000001")),
            new Samples("auth.cleanupIntervalMs", List.of("1", "3153600000000"), whole("0", "3153600000001")),
            new Samples(
                    "prebuiltImages",
                    List.of(
                            "[]",
                            "[{\"tag\": \"a:1\", \"runtime\": \"python\", \"installPackages\": [\"numpy==2.0\"]}]",
                            "[{\"tag\": \"a\", \"runtime\": \"bash\", \"installPackages\": [], \"setupScript\": \"ls\"}]"),
                    List.of(
                            "{}",
                            "[\"a\"]",
                            "[{}]",
                            "[{\"tag\": \"a\", \"runtime\": \"python\"}]",
                            "[{\"tag\": \"-a\", \"runtime\": \"python\", \"installPackages\": []}]",
                            "[{\"tag\": \"a\", \"runtime\": \"Python\", \"installPackages\": []}]",
                            "[{\"tag\": \"a\", \"runtime\": \"python\", \"installPackages\": [\"-r\"]}]",
                            "[{\"tag\": \"a\", \"runtime\": \"python\", \"installPackages\": [], \"x\": 1}]")),
            new Samples("debug", BOOLEANS, NO_BOOLEAN),
            new Samples("server.maxBodySize", List.of("1", "1099511627776"), whole("0", "1099511627777")),
            new Samples(
                    "policy.allowedNetworks", List.of("[]", "[\"none\", \"host\"]"), List.of("[\"all\"]", "\"none\"")),
            new Samples("policy.allowedImages", REGEXES, NO_REGEXES),
            new Samples("policy.allowUnconfined", BOOLEANS, NO_BOOLEAN),
            new Samples("policy.allowPersist", BOOLEANS, NO_BOOLEAN),
            new Samples("policy.maxTimeoutMs", List.of("1", "2147483647"), whole("0", "2147483648")),
            new Samples("policy.maxMemory", SIZES, NO_SIZE),
            new Samples("policy.maxCpu", List.of("0.01", "4096"), number("0", "4096.1")),
            new Samples("policy.maxPids", List.of("2", "4194304"), whole("1", "4194305")),
            new Samples("policy.maxTmpfs", SIZES, NO_SIZE),
            new Samples("policy.maxOutputSize", List.of("1", "2147483647"), whole("0", "2147483648")),
            new Samples("policy.maxSessionsPerTenant", List.of("0", "100000"), whole("-1", "100001")),
            new Samples("policy.maxConcurrentPerTenant", List.of("1", "10000"), whole("0", "10001")),
            new Samples("policy.maxQueued", List.of("0", "100000"), whole("-1", "100001")),
            new Samples(
                    "runtimes",
                    List.of(
                            "{}",
                            "{\"ruby\": {\"image\": \"ruby:3\", \"extensions\": [\".rb\"],"
                                    + " \"command\": [\"ruby\", \"{file}\"]}}",
                            "{\"a-1\": {\"image\": \"a\", \"extensions\": [\".a\", \".b\"], \"command\": [\"{file}\"],"
                                    + " \"install\": [\"apt\"]}}"),
                    List.of(
                            "[]",
                            "{\"Ruby\": {\"image\": \"a\", \"extensions\": [\".a\"], \"command\": [\"{file}\"]}}",
                            "{\"a\": {\"image\": \" \", \"extensions\": [\".a\"], \"command\": [\"{file}\"]}}",
                            "{\"a\": {\"image\": \"a\", \"extensions\": [], \"command\": [\"{file}\"]}}",
                            "{\"a\": {\"image\": \"a\", \"extensions\": [\"a\"], \"command\": [\"{file}\"]}}",
                            "{\"a\": {\"image\": \"a\", \"extensions\": [\".a\"], \"command\": [\"ruby\"]}}",
                            "{\"a\": {\"image\": \"a\", \"extensions\": [\".a\"], \"command\": [\"\", \"{file}\"]}}",
                            "{\"a\": {\"image\": \"a\", \"extensions\": [\".a\"]}}",
                            "{\"a\": {\"image\": \"a\", \"extensions\": [\".a\"], \"command\": [\"{file}\"],"
                                    + " \"install\": []}}",
                            "{\"a\": {\"image\": \"a\", \"extensions\": [\".a\"], \"command\": [\"{file}\"],"
                                    + " \"x\": 1}}")));

    private final Random random;

    ConfigDocuments(Random random) {
        this.random = random;
    }

    private static List<String> whole(String... beyond) {
        return plus(List.of("1.5", "\"1\"", "true", "[]", "{}"), beyond);
    }

    private static List<String> number(String... beyond) {
        return plus(List.of("\"1\"", "true", "[]", "{}"), beyond);
    }

    private static List<String> choice(String... other) {
        return plus(List.of("1", "true", "[]", "\"\""), other);
    }

    private static List<String> plus(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }

    /** The keys that these documents have values for. */
    static List<String> paths() {
        return SAMPLES.stream().map(Samples::path).toList();
    }

    /** Nothing is wrong with it. */
    String right() {
        return document(chosen());
    }

    /** One thing is. */
    String wrong() {
        Map<String, String> values = chosen();
        if (random.nextInt(5) == 0) {
            values.put(pick(List.of("x", "defaults.x", "policy.maxCPU", "security.Seccomp", "audit.")), "1");
        } else {
            Samples samples = pick(SAMPLES);
            values.put(samples.path(), pick(samples.bad()));
        }
        return document(values);
    }

    private Map<String, String> chosen() {
        Map<String, String> values = new LinkedHashMap<>();
        for (Samples samples : SAMPLES) {
            if (!samples.good().isEmpty() && random.nextInt(3) == 0) {
                values.put(samples.path(), pick(samples.good()));
            }
        }
        return values;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String document(Map<String, String> values) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> fields = new LinkedHashMap<>();
        values.forEach((path, value) -> {
            int dot = path.indexOf('.');
            if (dot < 0) {
                fields.put(path, value);
            } else {
                sections.computeIfAbsent(path.substring(0, dot), section -> new LinkedHashMap<>())
                        .put(path.substring(dot + 1), value);
            }
        });
        sections.forEach((name, section) -> fields.put(name, object(section)));
        return object(fields);
    }

    private static String object(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\": " + field.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
