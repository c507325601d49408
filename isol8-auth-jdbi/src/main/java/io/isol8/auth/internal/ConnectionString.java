package io.isol8.auth.internal;

import io.isol8.domain.Isol8Exception;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What tells where the keys are (spec 3.11): the URL of a server or the path of a file. */
public final class ConnectionString {

    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(?://)?");

    /** {@code host=… password=…}, which PostgreSQL's own tools know. */
    private static final Pattern KEYWORDS = Pattern.compile("pass\\w*\\s*=", Pattern.CASE_INSENSITIVE);

    private ConnectionString() {}

    /**
     * @param environment this process's variables, for {@code ~/}
     * @throws Isol8Exception with {@code INVALID_REQUEST}, the message without passwords
     */
    public static DatabaseAddress parse(String text, Map<String, String> environment) {
        Matcher url = URL.matcher(text);
        if (url.lookingAt()) {
            return server(text, url.group(1));
        }
        if (KEYWORDS.matcher(text).find()) {
            throw Isol8Exception.invalid(
                    "The connection string is neither a URL such as postgres://user:password@host/database nor the"
                            + " path of a SQLite file.");
        }
        return SqliteFile.parse(text, environment);
    }

    private static DatabaseAddress server(String text, String scheme) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "postgres", "postgresql" -> DatabaseServer.parse(text, Dialect.POSTGRESQL);
            case "mysql" -> DatabaseServer.parse(text, Dialect.MYSQL);
            default ->
                throw Isol8Exception.invalid("Keys cannot be kept in \"" + scheme
                        + ":\". Use postgres://, postgresql://, mysql:// (for MariaDB as well) or the path of a SQLite"
                        + " file.");
        };
    }

    /** The connection string as it may be shown; of one that makes no sense at most its beginning. */
    public static String redacted(String text) {
        Matcher url = URL.matcher(text);
        if (!url.lookingAt()) {
            return KEYWORDS.matcher(text).find() ? Secrets.HIDDEN : text;
        }
        try {
            return server(text, url.group(1)).toString();
        } catch (Isol8Exception e) {
            return url.group() + Secrets.HIDDEN;
        }
    }
}
