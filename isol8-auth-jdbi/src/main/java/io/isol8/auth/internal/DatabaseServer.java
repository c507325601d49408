package io.isol8.auth.internal;

import io.isol8.domain.Isol8Exception;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PostgreSQL, MySQL or MariaDB server and how to get in. Drivers get the secrets as properties, never as part of an
 * address, so that they cannot quote them. Immutable.
 */
public final class DatabaseServer implements DatabaseAddress {

    private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?";
    private static final Pattern FORM = Pattern.compile("(?<scheme>[A-Za-z]+)://"
            + "(?:(?<user>[^:/?#]*)(?<password>:[^/?#]*)?@)?"
            + "(?<hosts>" + HOST + "(?:," + HOST + ")*)"
            + "(?:/(?<database>[^/?#@]*))?"
            + "(?:\\?(?<parameters>[^#@]*))?");
    private static final Pattern SECRET = Pattern.compile("pass|pwd|secret|token", Pattern.CASE_INSENSITIVE);

    private final Dialect dialect;
    private final String jdbcUrl;
    private final Properties properties;
    private final String shown;
    private final Secrets secrets;

    private DatabaseServer(Dialect dialect, String jdbcUrl, Properties properties, String shown, Secrets secrets) {
        this.dialect = dialect;
        this.jdbcUrl = jdbcUrl;
        this.properties = properties;
        this.shown = shown;
        this.secrets = secrets;
    }

    /** @throws Isol8Exception with {@code INVALID_REQUEST}, the message without passwords */
    static DatabaseServer parse(String text, Dialect dialect) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw malformed();
        }
        try {
            return new Parts(dialect, form).assemble();
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    /** Whatever is wrong, what stands there may be a password. */
    private static Isol8Exception malformed() {
        return Isol8Exception.invalid("The connection string does not have the form"
                + " postgres://user:password@host:port/database?parameter=value (or mysql://…)."
                + " What is special in a part of it must be percent-encoded.");
    }

    /** What the parts of a connection string mean, taken together step by step. */
    private static final class Parts {

        private final Dialect dialect;
        private final Matcher form;
        private final Properties properties;
        private final List<String> secrets = new ArrayList<>();
        private final StringBuilder shown = new StringBuilder();

        Parts(Dialect dialect, Matcher form) {
            this.dialect = dialect;
            this.form = form;
            this.properties = defaults(dialect);
        }

        DatabaseServer assemble() {
            String hosts = part("hosts");
            String database = part("database");
            shown.append(part("scheme")).append("://");
            credentials(part("user"), part("password"));
            shown.append(hosts);
            if (form.group("database") != null) {
                shown.append('/').append(database);
            }
            parameters(part("parameters"));
            String jdbcUrl = (dialect == Dialect.POSTGRESQL ? "jdbc:postgresql://" : "jdbc:mysql://") + hosts + "/"
                    + encoded(decoded(database));
            return new DatabaseServer(dialect, jdbcUrl, properties, shown.toString(), new Secrets(secrets));
        }

        private String part(String name) {
            String part = form.group(name);
            return part == null ? "" : part;
        }

        private void credentials(String user, String password) {
            if (!user.isEmpty()) {
                properties.setProperty("user", decoded(user));
                shown.append(user);
            }
            if (!password.isEmpty()) {
                properties.setProperty("password", secret(password.substring(1)));
                shown.append(':').append(Secrets.HIDDEN);
            }
            if (!user.isEmpty() || !password.isEmpty()) {
                shown.append('@');
            }
        }

        private void parameters(String parameters) {
            char separator = '?';
            for (String parameter : parameters.isEmpty() ? new String[0] : parameters.split("&", -1)) {
                int equals = parameter.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("a parameter without a name or a value");
                }
                String name = decoded(parameter.substring(0, equals));
                String value = parameter.substring(equals + 1);
                boolean isSecret = SECRET.matcher(name).find();
                properties.setProperty(name, isSecret ? secret(value) : decoded(value));
                shown.append(separator).append(parameter, 0, equals + 1).append(isSecret ? Secrets.HIDDEN : value);
                separator = '&';
            }
        }

        private String secret(String encoded) {
            String secret = decoded(encoded);
            secrets.add(secret);
            secrets.add(encoded);
            secrets.add(encoded(secret));
            return secret;
        }
    }

    /** Nothing waits long for a server that is gone (times of PostgreSQL in seconds, of MySQL in milliseconds). */
    private static Properties defaults(Dialect dialect) {
        Properties properties = new Properties();
        if (dialect == Dialect.POSTGRESQL) {
            properties.putAll(Map.of(
                    "ApplicationName", "isol8",
                    "connectTimeout", "2",
                    "socketTimeout", "2",
                    "tcpKeepAlive", "true",
                    // texts fit whatever type somebody else's table has for them
                    "stringtype", "unspecified",
                    // what the server tells about a row stays out of messages
                    "logServerErrorDetail", "false"));
        } else {
            properties.putAll(Map.of("connectTimeout", "2000", "socketTimeout", "2000"));
        }
        return properties;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public String jdbcUrl() {
        return jdbcUrl;
    }

    @Override
    public Properties properties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    @Override
    public int connections() {
        return 8;
    }

    /** A server that is not there is told at once. */
    @Override
    public Duration startPatience() {
        return Duration.ZERO;
    }

    @Override
    public Secrets secrets() {
        return secrets;
    }

    @Override
    public void prepare() {}

    @Override
    public String toString() {
        return shown;
    }
}
