package io.isol8.auth.internal;

import io.isol8.domain.auth.ApiKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.BatchChunkSize;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The statements; {@code <…>} is what the {@link Dialect} calls a column. */
public interface ApiKeyDao {

    /** Everything but the hash. */
    String COLUMNS =
            "id, name, <key_prefix>, <tenant_id>, <created_at>, <expires_at>, <last_used_at>, revoked FROM api_keys";

    String NEWEST_FIRST = " ORDER BY <created_at> DESC, id";

    @SqlUpdate(
            "INSERT INTO api_keys (id, name, <key_hash>, <key_prefix>, <tenant_id>, <created_at>, <expires_at>, revoked)"
                    + " VALUES (:id, :name, :hash, :keyPrefix, :tenantId, :createdAt, :expiresAt, :revoked)")
    void insert(@BindMethods ApiKey key, String hash);

    @SqlQuery("SELECT " + COLUMNS + " WHERE <key_hash> = :hash")
    Optional<ApiKey> find(String hash);

    @SqlQuery("SELECT " + COLUMNS + NEWEST_FIRST)
    List<ApiKey> list();

    /** Also those of tenants that the database's collation takes for the same. */
    @SqlQuery("SELECT " + COLUMNS + " WHERE <tenant_id> = :tenantId" + NEWEST_FIRST)
    List<ApiKey> list(String tenantId);

    /** @return how many keys there are of that id */
    @SqlUpdate("UPDATE api_keys SET revoked = :revoked WHERE id = :id")
    int setRevoked(UUID id, boolean revoked);

    @SqlUpdate("DELETE FROM api_keys WHERE revoked = :revoked OR <expires_at> \\< :now")
    int delete(boolean revoked, Instant now);

    @SqlBatch("UPDATE api_keys SET <last_used_at> = :at"
            + " WHERE id = :id AND (<last_used_at> IS NULL OR <last_used_at> \\< :at)")
    @BatchChunkSize(1000)
    void used(List<UUID> id, List<Instant> at);

    /** Fails unless there is a table of keys with all its columns. */
    @SqlQuery("SELECT <key_hash>, " + COLUMNS + " WHERE 1 = 0")
    List<ApiKey> probe();
}
