package io.isol8.docker;

import io.isol8.docker.internal.DockerParts;
import io.isol8.domain.CleanupResult;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.RemoteCodePolicy;
import io.isol8.domain.audit.AuditDetail;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.engine.AuditTrail;
import io.isol8.engine.CodeLoader;
import io.isol8.engine.EngineParts;
import io.isol8.engine.EngineSettings;
import io.isol8.engine.LocalEngine;
import io.isol8.engine.LocalService;
import io.isol8.ports.AuditSink;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.Isol8Engine;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.Progress;
import io.isol8.ports.RunningExecution;
import io.isol8.ports.SandboxFiles;
import io.isol8.ports.SystemClock;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * isol8 on the local Docker engine, or the one that DOCKER_HOST names.
 *
 * <pre>{@code
 * try (DockerIsol8 isol8 = DockerIsol8.create()) {
 *     ExecutionResult result = isol8.execute(
 *             ExecutionRequest.builder("python").code("print(1)").build());
 *     System.out.println(result.stdout());
 * }
 * }</pre>
 *
 * <p>Thread-safe; one instance serves a whole application.
 */
public final class DockerIsol8 implements Isol8Engine {

    private final LocalEngine engine;

    private DockerIsol8(Isol8Service service, Isol8Options options) {
        this.engine = new LocalEngine(service, options);
    }

    /** With default options. */
    public static DockerIsol8 create() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void start() {
        engine.start();
    }

    @Override
    public void prewarm(Collection<String> runtimes) {
        engine.prewarm(runtimes);
    }

    @Override
    public void stop() {
        engine.stop();
    }

    @Override
    public ExecutionResult execute(ExecutionRequest request) {
        return engine.execute(request);
    }

    @Override
    public RunningExecution executeStream(ExecutionRequest request) {
        return engine.executeStream(request);
    }

    @Override
    public SandboxFiles files() {
        return engine.files();
    }

    /**
     * Removes every sandbox on the local Docker engine, or the one that DOCKER_HOST names, whichever program made it
     * (spec 25.1).
     */
    public static CleanupResult cleanup() {
        DockerParts parts = DockerConnection.to(System.getenv()).parts();
        try (ContainerRuntime containers = parts.containers()) {
            return containers.removeAll();
        }
    }

    /** Removes every image there that isol8 made (spec 25.2). */
    public static CleanupResult cleanupImages() {
        DockerParts parts = DockerConnection.to(System.getenv()).parts();
        try (ContainerRuntime containers = parts.containers()) {
            containers.ping();
            return parts.images().removeAll();
        }
    }

    @Override
    public void close() {
        engine.close();
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {

        private EngineSettings settings = EngineSettings.defaults();
        private Isol8Options options = Isol8Options.defaults();
        private Progress progress = line -> {};
        private @Nullable DockerConnection connection;
        private @Nullable AuditSink auditSink;
        private AuditDetail auditDetail = AuditDetail.DEFAULT;
        private RemoteCodePolicy remoteCode = RemoteCodePolicy.DISABLED;

        private Builder() {}

        public Builder options(Isol8Options options) {
            this.options = options;
            return this;
        }

        /** All of them at once. */
        public Builder settings(EngineSettings settings) {
            this.settings = settings;
            return this;
        }

        /** @throws Isol8Exception if {@code maxConcurrent} is less than 1 */
        public Builder maxConcurrent(int maxConcurrent) {
            settings = settings.withMaxConcurrent(maxConcurrent);
            return this;
        }

        /**
         * How many executions may wait for their turn; by default a thousand.
         *
         * @throws Isol8Exception if {@code maxQueued} is less than 0
         */
        public Builder maxQueued(int maxQueued) {
            settings = settings.withMaxQueued(maxQueued);
            return this;
        }

        /** Which sandboxes are kept ready; by default one of each kind, and one more. */
        public Builder pooling(PoolPolicy policy) {
            settings = settings.withPooling(policy);
            return this;
        }

        /** Who hears that an image is being built. */
        public Builder progress(Progress progress) {
            this.progress = progress;
            return this;
        }

        /** By default what the environment of this process says. */
        public Builder connection(DockerConnection connection) {
            this.connection = connection;
            return this;
        }

        /**
         * Where a record of each execution goes (spec 21); by default nowhere. Executions neither wait for the sink nor fail
         * with it.
         *
         * @param sink is closed with the engine
         */
        public Builder audit(AuditSink sink, AuditDetail detail) {
            this.auditSink = sink;
            this.auditDetail = detail;
            return this;
        }

        /** Whether, from where and what code may be fetched (spec 22); by default none is. */
        public Builder remoteCode(RemoteCodePolicy policy) {
            this.remoteCode = policy;
            return this;
        }

        /** Does not talk to Docker yet. */
        public DockerIsol8 build() {
            return new DockerIsol8(service(), options);
        }

        /**
         * The same for many callers, as a server needs it; the options come with each of their orders. Does not talk to
         * Docker yet.
         */
        public Isol8Service service() {
            DockerParts docker = (connection == null ? DockerConnection.to(System.getenv()) : connection).parts();
            AuditTrail audit = auditSink == null
                    ? AuditTrail.none(SystemClock.INSTANCE)
                    : AuditTrail.to(auditSink, auditDetail, SystemClock.INSTANCE);
            return new LocalService(
                    settings,
                    new EngineParts(
                            docker.containers(),
                            docker.images(),
                            SystemClock.INSTANCE,
                            progress,
                            audit,
                            new SocketEgressConnector(System.getenv()),
                            loader()));
        }

        /** Without what fetches where nothing may be fetched: making that takes longer than all the rest. */
        private CodeLoader loader() {
            return remoteCode.enabled()
                    ? new CodeLoader(remoteCode, new HttpCodeFetcher(), SystemClock.INSTANCE)
                    : CodeLoader.none();
        }
    }
}
