package io.isol8.app;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.auth.KeyRules;
import io.isol8.wire.Login;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What the command line of {@code isol8 login} says (spec 26.24). */
final class LoginArguments {

    private static final String NAME = "--name";
    private static final String TTL = "--ttl";

    private final ParseResult parsed;
    private final Map<String, String> environment;

    LoginArguments(ParseResult parsed, Map<String, String> environment) {
        this.parsed = parsed;
        this.environment = environment;
    }

    static CommandSpec spec() {
        return Specs.command(
                        "login",
                        "Have a server make a key and keep it for later commands.",
                        "The key is kept in " + CredentialsFile.NAME + " until it expires or",
                        "'isol8 logout' removes it. The server has to keep keys in a database.",
                        "",
                        "Example:",
                        "  isol8 login --host http://localhost:3000 --key secret --ttl 3600000")
                .addOption(Remote.hostOption().required(true).build())
                .addOption(Remote.keyOption()
                        .description("The server's master key. Default: $ISOL8_API_KEY.")
                        .build())
                .addOption(Specs.text("NAME", "What to call the key. Default: cli-login- and the time.", NAME))
                .addOption(Specs.text("MS", "Milliseconds that the key lasts. Default: the server's.", TTL));
    }

    String host() {
        return Remote.host(parsed).orElseThrow();
    }

    /** @throws Isol8Exception if there is none */
    String masterKey() {
        return Remote.givenKey(parsed, environment)
                .orElseThrow(() -> Remote.noKey(parsed, "--key or ISOL8_API_KEY env var"));
    }

    /** @throws Isol8Exception naming the flag and its bound */
    Login login(Instant now) {
        String name = parsed.matchedOptionValue(NAME, "cli-login-" + now.truncatedTo(ChronoUnit.MILLIS));
        String ttl = parsed.matchedOptionValue(TTL, (@Nullable String) null);
        return new Login(
                Optional.of(KeyRules.name(name)),
                Optional.empty(),
                Optional.ofNullable(ttl).map(LoginArguments::duration));
    }

    private static Duration duration(String milliseconds) {
        return Duration.ofMillis(Numbers.whole(TTL, milliseconds, 1L, KeyRules.LONGEST_TTL.toMillis()));
    }
}
