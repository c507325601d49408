package io.isol8.app;

import io.isol8.domain.Isol8Exception;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What the command line of {@code isol8 serve} says (spec 26.19). */
final class ServeArguments {

    private static final String PORT = "--port";
    private static final String AUTH_DB = "--auth-db";
    private static final String UPDATE = "--update";

    private final ParseResult parsed;
    private final Map<String, String> environment;

    ServeArguments(ParseResult parsed, Map<String, String> environment) {
        this.parsed = parsed;
        this.environment = environment;
    }

    static CommandSpec spec() {
        return Specs.command(
                        "serve",
                        "Offer executions over HTTP until told to end.",
                        "Clients send the key as 'Authorization: Bearer KEY'. Ctrl-C lets what runs",
                        "come to its end, for some seconds; a second one does not wait.",
                        "",
                        "Example:",
                        "  ISOL8_API_KEY=secret isol8 serve --port 3000")
                .addOption(Specs.text("PORT", "Where to listen. Default: $ISOL8_PORT, $PORT, 3000.", "-p", PORT))
                .addOption(Specs.text("KEY", "The master key. Default: $ISOL8_API_KEY.", "-k", Remote.KEY))
                .addOption(Specs.textBuilder(
                                "CONN",
                                "Keep more keys in a database: a file, postgres://..., mysql://..."
                                        + " Without CONN: ~/.isol8/auth.db.",
                                AUTH_DB)
                        .arity("0..1")
                        .fallbackValue("")
                        .build())
                .addOption(Specs.flag("Accepted; there is nothing to update.", UPDATE))
                .addOption(ConfigArguments.option());
    }

    /** The file with the configuration. */
    @Nullable
    String config() {
        return ConfigArguments.file(parsed);
    }

    /** The port, and who chose it (spec 26.19). */
    Port port() {
        String flag = value(PORT);
        if (flag != null) {
            return Port.of(PORT, flag);
        }
        for (String variable : new String[] {"ISOL8_PORT", "PORT"}) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                return Port.of(variable, value);
            }
        }
        return Port.DEFAULT;
    }

    /**
     * The master key; an empty one is none (spec 3.9).
     *
     * @throws Isol8Exception if there is none
     */
    String key() {
        return Remote.givenKey(parsed, environment)
                .orElseThrow(() -> Remote.noKey(parsed, "--key or ISOL8_API_KEY env var"));
    }

    /** The database of keys that was asked for, empty for the default one; none if none was. */
    Optional<String> authDb() {
        return Optional.ofNullable(value(AUTH_DB));
    }

    boolean wantsUpdate() {
        return parsed.hasMatchedOption(UPDATE);
    }

    private @Nullable String value(String option) {
        return parsed.matchedOptionValue(option, (@Nullable String) null);
    }
}
