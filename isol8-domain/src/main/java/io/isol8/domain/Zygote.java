package io.isol8.domain;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An interpreter that is started before its program is there and waits for it, so that a run does not have to. It must
 * be indistinguishable from one that was started with the program (spec 11.4).
 *
 * @param argv the argument vector that the runs it can serve have
 * @param env what makes it wait; replaced by the run's environment
 */
public record Zygote(List<String> argv, Map<String, String> env) {

    private static final String NODE = "node";

    /** What an interpreter looks at while it starts, and so before it knows what the run wants. */
    private static final Set<String> READ_AT_START =
            Set.of("LANG", "LANGUAGE", "LOCPATH", "PATH", "HOME", "TZ", "TZDIR", "TERM");

    private static final List<String> PREFIXES_READ_AT_START = List.of(
            "PYTHON", "NODE_", "NPM_", "LD_", "LC_", "MALLOC_", "GLIBC_", "OPENSSL_", "SSL_", "UV_", "ICU_", "ISOL8_");

    public Zygote {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
    }

    /** Whether it can run programs there: node looks at its proxy variables while it starts (spec 13.6). */
    boolean serves(NetworkMode network) {
        return network != NetworkMode.FILTERED || !NODE.equals(argv.get(0));
    }

    /** Whether an interpreter can be told of these variables after it has started. */
    public static boolean canLearn(Collection<String> variables) {
        return variables.stream()
                .noneMatch(name -> READ_AT_START.contains(name)
                        || PREFIXES_READ_AT_START.stream().anyMatch(name::startsWith));
    }
}
