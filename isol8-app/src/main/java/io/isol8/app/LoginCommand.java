package io.isol8.app;

import io.isol8.client.RemoteIsol8;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Clock;
import io.isol8.wire.Credentials;
import io.isol8.wire.LoggedIn;
import io.isol8.wire.Login;
import java.util.Map;

/** {@code isol8 login} and {@code isol8 logout} (spec 26.24). */
final class LoginCommand {

    private static final String NO_DATABASE = "DB-backed auth is not enabled";

    private final Console console;
    private final CredentialsFile file;
    private final Clock clock;

    LoginCommand(Console console, Map<String, String> environment, Clock clock) {
        this.console = console;
        this.file = CredentialsFile.of(environment);
        this.clock = clock;
    }

    /** The exit code. */
    int login(LoginArguments arguments) {
        Login login = arguments.login(clock.now());
        try (RemoteIsol8 server = RemoteIsol8.builder(arguments.host(), arguments.masterKey())
                        .build();
                CredentialsFile.Draft draft = file.draft()) {
            LoggedIn made = server.login(login);
            draft.keep(new Credentials(arguments.host(), made.token(), made.expiresAt(), made.keyId()));
            console.ok("Logged in to " + Console.printable(arguments.host()) + "\n       Expires: " + made.expiresAt()
                    + "\n       Credentials: " + CredentialsFile.NAME);
            return 0;
        } catch (Isol8Exception e) {
            if (!e.message().endsWith(NO_DATABASE)) {
                throw e;
            }
            console.error(e.message());
            console.warn("This server keeps no keys, so there is nobody to log in as.");
            console.warn("Start it with a database for them: isol8 serve --auth-db");
            return Main.FAILURE;
        }
    }

    /** The exit code. */
    int logout() {
        if (file.delete()) {
            console.ok("Credentials removed from " + CredentialsFile.NAME);
        } else {
            console.found("No stored credentials found.");
        }
        return 0;
    }
}
