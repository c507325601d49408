package io.isol8.bench;

import io.isol8.docker.DockerIsol8;
import io.isol8.domain.config.Isol8Config;
import io.isol8.domain.config.Policy;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.domain.pool.PoolSize;
import io.isol8.domain.pool.PoolStrategy;
import io.isol8.engine.EngineSettings;
import io.isol8.http.Authenticator;
import io.isol8.http.MasterKey;
import io.isol8.http.ServerSettings;
import io.isol8.http.server.Isol8Server;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.SystemClock;

/** A server of this process on a Docker engine. */
final class BenchServer implements AutoCloseable {

    static final String KEY = "the master key of a benchmark";

    private final Isol8Service service;
    private final Isol8Server server;

    private BenchServer(EngineSettings settings, Authenticator keys, Policy policy) {
        service = DockerIsol8.builder().settings(settings).service();
        server = Isol8Server.start(
                ServerSettings.of(0, "bench")
                        .withRequests(settings.maxConcurrent() + settings.maxQueued())
                        .withPolicy(policy),
                service,
                keys,
                SystemClock.INSTANCE);
    }

    /** @param clients how many run something at the same time */
    static BenchServer forClients(int clients) {
        return of(clients, 100, new MasterKey(KEY));
    }

    static BenchServer of(int clients, int queued, Authenticator keys) {
        return of(clients, queued, keys, Isol8Config.builtIn().policy());
    }

    static BenchServer of(int clients, int queued, Authenticator keys, Policy policy) {
        return of(clients, queued, keys, policy, new PoolPolicy(PoolStrategy.FAST, PoolSize.of(clients)));
    }

    /** Without sandboxes made ahead. */
    static BenchServer unpooled(int clients) {
        return of(clients, 100, new MasterKey(KEY), Isol8Config.builtIn().policy(), PoolPolicy.FRESH);
    }

    private static BenchServer of(int clients, int queued, Authenticator keys, Policy policy, PoolPolicy pooling) {
        return new BenchServer(
                EngineSettings.defaults()
                        .withMaxConcurrent(clients)
                        .withMaxQueued(queued)
                        .withPooling(pooling),
                keys,
                policy);
    }

    int port() {
        return server.port();
    }

    BenchClient connect() {
        return new BenchClient(port(), KEY);
    }

    @Override
    public void close() {
        server.close();
        service.close();
    }
}
