package io.isol8.app;

import io.isol8.client.RemoteIsol8;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Clock;
import io.isol8.wire.Credentials;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The server that a command line names, and the key for it (spec 26.12). */
final class Remote {

    static final String HOST = "--host";
    static final String KEY = "--key";

    private final Map<String, String> environment;
    private final Console console;
    private final Clock clock;

    Remote(Map<String, String> environment, Console console, Clock clock) {
        this.environment = environment;
        this.console = console;
        this.clock = clock;
    }

    static OptionSpec.Builder hostOption() {
        return Specs.textBuilder("URL", "The server, e.g. http://localhost:3000.", HOST);
    }

    static OptionSpec.Builder keyOption() {
        return Specs.textBuilder("KEY", "The server's key. Default: $ISOL8_API_KEY, else that of 'isol8 login'.", KEY);
    }

    /** The server's URL as it was named, if one was. */
    static Optional<String> host(ParseResult parsed) {
        return Optional.ofNullable(parsed.matchedOptionValue(HOST, (@Nullable String) null));
    }

    /** The key of the flag, else of the variable. Nothing makes up for an empty flag, which somebody meant otherwise. */
    static Optional<String> givenKey(ParseResult parsed, Map<String, String> environment) {
        String flag = parsed.matchedOptionValue(KEY, (@Nullable String) null);
        String key = flag == null ? environment.getOrDefault("ISOL8_API_KEY", "") : flag;
        return Optional.of(key).filter(text -> !text.isEmpty());
    }

    /**
     * That there is none.
     *
     * @param sources says where one can come from
     */
    static Isol8Exception noKey(ParseResult parsed, String sources) {
        String mistake = parsed.hasMatchedOption(KEY) ? " " + KEY + " is empty: leave it out to use another key." : "";
        return Isol8Exception.invalid("API key required. Use " + sources + "." + mistake);
    }

    /**
     * A client of the server that is named.
     *
     * @throws Isol8Exception if there is no key for it
     */
    RemoteIsol8.Builder client(String host, ParseResult parsed) {
        return RemoteIsol8.builder(host, key(host, parsed));
    }

    /** The key of the flag, else of the variable, else of a login to that server. */
    String key(String host, ParseResult parsed) {
        return givenKey(parsed, environment)
                .or(() -> parsed.hasMatchedOption(KEY) ? Optional.empty() : storedKey(host))
                .orElseThrow(() -> noKey(parsed, "--key, ISOL8_API_KEY env var, or `isol8 login`"));
    }

    /** The id of a session that nobody named (spec 26.9). */
    Optional<String> newSession() {
        return Optional.of("cli-" + clock.now().toEpochMilli());
    }

    void announce(String session) {
        console.info("Session ID: " + Console.printable(session));
    }

    private Optional<String> storedKey(String host) {
        Optional<Credentials> stored = CredentialsFile.of(environment)
                .read()
                .filter(credentials -> withoutSlash(credentials.host()).equals(withoutSlash(host)));
        Instant now = clock.now();
        if (stored.filter(credentials -> !credentials.expiresAt().isAfter(now)).isPresent()) {
            console.warn("Stored credentials have expired. Run `isol8 login` to re-authenticate.");
            return Optional.empty();
        }
        return stored.map(Credentials::token);
    }

    private static String withoutSlash(String host) {
        return host.endsWith("/") ? host.substring(0, host.length() - 1) : host;
    }
}
