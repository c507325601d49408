package io.isol8.http;

import io.isol8.domain.auth.NewKey;
import io.isol8.engine.EngineSettings;
import io.isol8.testkit.InMemoryKeyStore;
import io.isol8.testkit.TestClock;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A server with a database of keys in memory, and whoever has one of them. */
final class KeyedServer implements AutoCloseable {

    static final Duration TTL = Duration.ofHours(2);

    final TestClock clock = new TestClock();
    final InMemoryKeyStore store = new InMemoryKeyStore(clock);
    final ServerFixture fixture;

    KeyedServer() {
        this(ServerFixture.ENGINE, ServerFixture.SERVER);
    }

    KeyedServer(EngineSettings engine, ServerSettings settings) {
        fixture = new ServerFixture(engine, settings, new KeyAccess(new MasterKey(ServerFixture.KEY), store, TTL));
    }

    /** A new key of the database. */
    NewKey issue(String tenant) {
        return store.create("a key of " + tenant, tenant, TTL);
    }

    String key(String tenant) {
        return issue(tenant).plainKey().value();
    }

    /** Asks with that key. */
    HttpResponse<String> send(String key, String method, String path, String body) {
        return ServerFixture.send(fixture.request(path)
                .setHeader("Authorization", "Bearer " + key)
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    /** Posts with that key. */
    CompletableFuture<HttpResponse<String>> later(String key, String path, String body) {
        return ServerFixture.sendLater(fixture.request(path)
                .setHeader("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** Asks with the master key. */
    HttpResponse<String> master(String method, String path, String body) {
        return send(ServerFixture.KEY, method, path, body);
    }

    /** Asks with that key for an upgrade; the status of the answer. */
    int upgrade(String key) {
        try (RawHttp connection = fixture.connect()) {
            return connection
                    .send(RawWebSocket.upgrade("/execute/ws", "Authorization: Bearer " + key + "\r\n"))
                    .head()
                    .status();
        }
    }

    RawWebSocket socket(String key) {
        return new RawWebSocket(fixture.server.port(), key);
    }

    @Override
    public void close() {
        fixture.close();
        store.close();
    }
}
