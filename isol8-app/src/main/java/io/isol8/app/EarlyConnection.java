package io.isol8.app;

import io.isol8.docker.DockerConnection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection to Docker, made ready while the command line is still being understood: loading the classes for one
 * takes as long as for the other. Nothing is created by it.
 */
final class EarlyConnection implements Supplier<DockerConnection> {

    private final Map<String, String> environment;
    private @Nullable CompletableFuture<DockerConnection> early;

    EarlyConnection(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Starts in the background; what goes wrong is reported by whoever needs the connection. */
    void begin() {
        early = CompletableFuture.supplyAsync(this::ready, task -> {
            Thread thread = new Thread(task, "isol8-early-connection");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private DockerConnection ready() {
        Logs.prepare();
        DockerConnection connection = DockerConnection.to(environment);
        connection.warmUp();
        return connection;
    }

    @Override
    public DockerConnection get() {
        if (early == null) {
            return DockerConnection.to(environment);
        }
        DockerConnection.preload();
        try {
            return early.join();
        } catch (CompletionException e) {
            return DockerConnection.to(environment);
        }
    }
}
