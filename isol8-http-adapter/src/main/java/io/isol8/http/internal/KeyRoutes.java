package io.isol8.http.internal;

import io.isol8.domain.auth.ApiKey;
import io.isol8.domain.auth.NewKey;
import io.isol8.http.Authenticator;
import io.isol8.http.Caller;
import io.isol8.http.KeyAccess;
import io.isol8.http.ServerSettings;
import io.isol8.ports.Clock;
import io.isol8.wire.CreateKey;
import io.isol8.wire.CreatedKey;
import io.isol8.wire.KeyList;
import io.isol8.wire.LoggedIn;
import io.isol8.wire.Login;
import io.isol8.wire.RevokedKey;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Making, listing and taking back keys, for the master (spec 4.10 to 4.13). */
final class KeyRoutes {

    private final ServerSettings settings;
    private final Optional<KeyAccess> access;
    private final Clock clock;

    /** @param keys those of a database, or there are none to be managed */
    KeyRoutes(ServerSettings settings, Authenticator keys, Clock clock) {
        this.settings = settings;
        this.access = keys instanceof KeyAccess database ? Optional.of(database) : Optional.empty();
        this.clock = clock;
    }

    private KeyAccess access() {
        return access.orElseThrow(() -> new Refusal(400, "DB-backed auth is not enabled"));
    }

    void create(Context context) throws IOException {
        KeyAccess keys = access();
        CreateKey wanted;
        try (InputStream body = RequestBody.of(context, settings.maxBodySize())) {
            wanted = CreateKey.read(body);
        }
        NewKey made = keys.store()
                .create(
                        wanted.name(),
                        wanted.tenantId().orElse(Caller.DEFAULT_TENANT),
                        wanted.ttl().orElse(keys.defaultTtl()));
        ApiKey key = made.apiKey();
        Replies.json(
                context,
                201,
                new CreatedKey(
                        key.id().toString(),
                        made.plainKey().value(),
                        key.name(),
                        key.keyPrefix(),
                        key.tenantId(),
                        key.expiresAt()));
    }

    void list(Context context) throws IOException {
        KeyAccess keys = access();
        String tenant = context.queryParam("tenantId");
        List<ApiKey> known = tenant == null || tenant.isEmpty()
                ? keys.store().list()
                : keys.store().list(tenant);
        Replies.json(
                context, 200, new KeyList(known.stream().map(KeyRoutes::shown).toList()));
    }

    private static KeyList.Key shown(ApiKey key) {
        return new KeyList.Key(
                key.id().toString(),
                key.name(),
                key.keyPrefix(),
                key.tenantId(),
                key.createdAt(),
                key.expiresAt(),
                key.lastUsedAt(),
                key.revoked());
    }

    void revoke(Context context) throws IOException {
        KeyAccess keys = access();
        String id = context.pathParam("id");
        if (!id(id).map(keys.store()::revoke).orElse(false)) {
            throw new Refusal(404, "Key not found");
        }
        Replies.json(context, 200, new RevokedKey(id));
    }

    /** Ids are as they were told; others that Java would take for one are none. */
    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equals(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** An ordinary key under another name. */
    void login(Context context) throws IOException {
        KeyAccess keys = access();
        Login wanted;
        try (InputStream body = RequestBody.of(context, settings.maxBodySize())) {
            wanted = Login.read(body);
        }
        NewKey made = keys.store()
                .create(
                        wanted.name().orElseGet(() -> "login-" + clock.now().truncatedTo(ChronoUnit.MILLIS)),
                        wanted.tenantId().orElse(Caller.DEFAULT_TENANT),
                        wanted.ttl().orElse(keys.defaultTtl()));
        Replies.json(
                context,
                200,
                new LoggedIn(
                        made.plainKey().value(),
                        made.apiKey().expiresAt(),
                        made.apiKey().id().toString()));
    }
}
