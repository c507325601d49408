package io.isol8.auth.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the databases call things (spec 3.13): tables made by others have to fit, and others have to find theirs. */
public enum Dialect {
    SQLITE(true, """
            CREATE TABLE IF NOT EXISTS api_keys (
                id TEXT PRIMARY KEY NOT NULL,
                name TEXT NOT NULL,
                keyHash TEXT NOT NULL,
                keyPrefix TEXT NOT NULL,
                tenantId TEXT NOT NULL,
                createdAt TEXT NOT NULL,
                expiresAt TEXT NOT NULL,
                lastUsedAt TEXT,
                revoked INTEGER NOT NULL DEFAULT 0);
            CREATE UNIQUE INDEX IF NOT EXISTS idx_api_keys_keyHash ON api_keys (keyHash);
            """),

    POSTGRESQL(false, """
            CREATE TABLE IF NOT EXISTS api_keys (
                id VARCHAR(36) PRIMARY KEY,
                name TEXT NOT NULL,
                key_hash VARCHAR(64) NOT NULL,
                key_prefix VARCHAR(20) NOT NULL,
                tenant_id VARCHAR(255) NOT NULL,
                created_at VARCHAR(30) NOT NULL,
                expires_at VARCHAR(30) NOT NULL,
                last_used_at VARCHAR(30),
                revoked BOOLEAN NOT NULL DEFAULT FALSE);
            CREATE UNIQUE INDEX IF NOT EXISTS idx_api_keys_key_hash ON api_keys (key_hash);
            """),

    MYSQL(false, """
            CREATE TABLE IF NOT EXISTS api_keys (
                id VARCHAR(36) PRIMARY KEY,
                name VARCHAR(255) NOT NULL,
                key_hash VARCHAR(64) NOT NULL,
                key_prefix VARCHAR(20) NOT NULL,
                tenant_id VARCHAR(255) NOT NULL,
                created_at VARCHAR(30) NOT NULL,
                expires_at VARCHAR(30) NOT NULL,
                last_used_at VARCHAR(30),
                revoked BOOLEAN NOT NULL DEFAULT FALSE,
                UNIQUE INDEX idx_api_keys_key_hash (key_hash)
            ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
            """);

    private static final List<String> COLUMNS =
            List.of("key_hash", "key_prefix", "tenant_id", "created_at", "expires_at", "last_used_at");
    private static final Pattern NEXT_WORD = Pattern.compile("_([a-z])");

    private final boolean camelCase;
    private final String creation;

    Dialect(boolean camelCase, String creation) {
        this.camelCase = camelCase;
        this.creation = creation;
    }

    /** What the columns are called that are not called the same everywhere. */
    Map<String, String> columns() {
        return COLUMNS.stream().collect(Collectors.toMap(Function.identity(), this::column));
    }

    private String column(String name) {
        return camelCase
                ? NEXT_WORD.matcher(name).replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT))
                : name;
    }

    /** A script that makes the table, unless it exists. */
    String creation() {
        return creation;
    }
}
