package io.isol8.app;

import io.isol8.domain.HostPattern;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.NetworkOptions;
import io.isol8.domain.OptionOverrides;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The flags of {@code isol8 run} that are about the network (spec 9.5, 19, 26.3). */
final class NetworkFlags {

    static final String NET = "--net";
    static final String ALLOW = "--allow";
    static final String DENY = "--deny";
    static final String LOG_NETWORK = "--log-network";

    /** Every host has a name. */
    private static final String NO_HOST = "^$";

    private static final Map<String, NetworkMode> MODES = new TreeMap<>(Map.of(
            "none", NetworkMode.NONE,
            "host", NetworkMode.HOST,
            "filtered", NetworkMode.FILTERED));

    private final ParseResult parsed;

    NetworkFlags(ParseResult parsed) {
        this.parsed = parsed;
    }

    static void addTo(CommandSpec spec) {
        spec.addOption(Specs.textBuilder("MODE", "What can be reached: none (the default), filtered or host.", NET)
                        .completionCandidates(MODES.keySet())
                        .build())
                .addOption(Specs.list("REGEX", "Filtered: only hosts that match. May be repeated.", ALLOW))
                .addOption(Specs.list("REGEX", "Filtered: no host that matches. May be repeated.", DENY))
                .addOption(Specs.flag("Filtered: list at the end what was asked for.", LOG_NETWORK));
    }

    /**
     * Notes what was chosen.
     *
     * @throws Isol8Exception naming the flag that makes no sense
     */
    void choose(OptionOverrides.Builder options) {
        mode().ifPresent(options::network);
        if (parsed.hasMatchedOption(ALLOW)) {
            options.whitelist(values(ALLOW));
        }
        if (parsed.hasMatchedOption(DENY)) {
            options.blacklist(values(DENY));
        }
        if (parsed.hasMatchedOption(LOG_NETWORK)) {
            options.logNetwork(true);
        }
    }

    /**
     * Where nobody opened any network, one is opened for packages alone: the installation reaches the hosts that they come
     * from, and the program nothing that nobody allowed it.
     */
    void openForPackages(OptionOverrides.Builder options, NetworkOptions otherwise) {
        if (mode().isPresent() || otherwise.mode() != NetworkMode.NONE) {
            return;
        }
        options.network(NetworkMode.FILTERED);
        if (!parsed.hasMatchedOption(ALLOW) && otherwise.policy().allowed().isEmpty()) {
            options.whitelist(List.of(NO_HOST));
        }
    }

    private Optional<NetworkMode> mode() {
        String name = parsed.matchedOptionValue(NET, (@Nullable String) null);
        if (name == null) {
            return Optional.empty();
        }
        NetworkMode mode = MODES.get(name);
        if (mode == null) {
            throw Isol8Exception.invalid(
                    NET + " must be none, host or filtered, not \"" + Console.printable(name) + "\".");
        }
        return Optional.of(mode);
    }

    /** The patterns as they were given; if one is none, the error names the flag and not the option behind it. */
    private List<String> values(String flag) {
        List<String> patterns = parsed.matchedOptionValue(flag, List.<String>of());
        HostPattern.all(flag, patterns);
        return patterns;
    }

    /** What is to be said of flags that a network of this mode has no use for. */
    Optional<String> remark(NetworkMode mode) {
        List<String> idle = new ArrayList<>(List.of(ALLOW, DENY, LOG_NETWORK));
        idle.removeIf(flag -> mode == NetworkMode.FILTERED || !parsed.hasMatchedOption(flag));
        return idle.isEmpty()
                ? Optional.empty()
                : Optional.of("The network is " + mode.name().toLowerCase(Locale.ROOT)
                        + ", not filtered: nothing comes of " + String.join(", ", idle) + ".");
    }
}
