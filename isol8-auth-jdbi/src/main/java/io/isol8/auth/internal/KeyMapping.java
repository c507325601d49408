package io.isol8.auth.internal;

import io.isol8.domain.auth.ApiKey;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** How keys are written into rows: ids and times as text (spec 3.13). */
final class KeyMapping {

    /** With milliseconds always, so that texts sort like times. */
    private static final DateTimeFormatter TIMES = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private KeyMapping() {}

    static Jdbi on(DataSource connections, Dialect dialect) {
        Jdbi jdbi = Jdbi.create(connections).installPlugin(new SqlObjectPlugin());
        jdbi.getConfig(SqlStatements.class).defineMap(dialect.columns());
        // a statement's arguments are hashes and names, which are not for logs
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        jdbi.registerArgument(new TextArgument<Instant>(TIMES::format) {});
        jdbi.registerArgument(new TextArgument<UUID>(UUID::toString) {});
        jdbi.registerColumnMapper(Instant.class, fromText(Instant::parse));
        jdbi.registerColumnMapper(UUID.class, fromText(UUID::fromString));
        jdbi.registerRowMapper(ConstructorMapper.factory(ApiKey.class));
        return jdbi;
    }

    private abstract static class TextArgument<T> extends AbstractArgumentFactory<T> {

        private final Function<T, String> text;

        TextArgument(Function<T, String> text) {
            super(Types.VARCHAR);
            this.text = text;
        }

        @Override
        protected Argument build(T value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setString(position, text.apply(value));
        }
    }

    private static <T> ColumnMapper<T> fromText(Function<String, T> parse) {
        return (row, column, context) -> {
            String text = row.getString(column);
            try {
                return text == null ? null : parse.apply(text);
            } catch (RuntimeException e) {
                throw new SQLException("api_keys has a row that isol8 did not write: " + e.getMessage(), e);
            }
        };
    }
}
