package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.engine.EngineParts;
import io.isol8.engine.EngineSettings;
import io.isol8.engine.LocalEngine;
import io.isol8.engine.LocalService;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SystemClock;
import io.isol8.testkit.SandboxesUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A container runtime under test whose containers can be told from everybody else's. */
final class OwnContainers implements SandboxesUnderTest, AutoCloseable {

    private final String instance = UUID.randomUUID().toString();
    private final DockerContainerRuntime runtime;

    private OwnContainers(UnaryOperator<ObjectNode> adjustment) {
        runtime = new DockerContainerRuntime(
                new DockerApi(TestDocker.ENDPOINT, Duration.ofSeconds(60)), TestDocker.config(instance), adjustment);
    }

    /** As the product makes them. */
    static OwnContainers asShipped() {
        return new OwnContainers(UnaryOperator.identity());
    }

    /** With something changed in the container's configuration. */
    static OwnContainers changed(Consumer<ObjectNode> change) {
        return new OwnContainers(config -> {
            change.accept(config);
            return config;
        });
    }

    /** With something changed in the HostConfig part of the container's configuration. */
    static OwnContainers changedHost(Consumer<ObjectNode> change) {
        return changed(config -> change.accept((ObjectNode) config.path("HostConfig")));
    }

    /** In a network of Docker's, or another container's: {@code config} as the product makes it, changed. */
    static void join(ObjectNode config, String network) {
        config.put("NetworkDisabled", false);
        ((ObjectNode) config.path("HostConfig")).put("NetworkMode", network);
    }

    @Override
    public DockerContainerRuntime runtime() {
        return runtime;
    }

    Sandbox create(String language, Isol8Options options) {
        return runtime.create(TestDocker.spec(language, options));
    }

    Sandbox create(String language) {
        return create(language, Isol8Options.defaults());
    }

    /** An engine that makes a container for each execution; closing it closes these. */
    LocalEngine engine(Isol8Options options, int maxConcurrent) {
        return engine(options, maxConcurrent, PoolPolicy.FRESH);
    }

    LocalEngine engine(Isol8Options options, int maxConcurrent, PoolPolicy pooling) {
        return new LocalEngine(service(maxConcurrent, pooling), options);
    }

    /** The same for many callers. */
    LocalService service(int maxConcurrent, PoolPolicy pooling) {
        EngineSettings settings =
                EngineSettings.defaults().withMaxConcurrent(maxConcurrent).withPooling(pooling);
        return new LocalService(settings, parts(runtime));
    }

    /** What an engine works with whose sandboxes are these. */
    static EngineParts parts(ContainerRuntime containers) {
        return EngineParts.of(containers, TestDocker.IMAGES, SystemClock.INSTANCE, line -> {});
    }

    /** An engine with pools whose filtered networks lead there; closing it closes these. */
    LocalEngine engine(Isol8Options options, EgressConnector egress) {
        return new LocalEngine(service(egress), options);
    }

    /** The same for many callers. */
    LocalService service(EgressConnector egress) {
        return new LocalService(EngineSettings.defaults(), parts(runtime).withEgress(egress));
    }

    /** The ids of the containers that exist, as Docker tells. */
    List<String> living() {
        return TestDocker.containersOf(instance);
    }

    @Override
    public int count() {
        return living().size();
    }

    @Override
    public void removeLeft() {
        living().forEach(TestDocker::remove);
    }

    @Override
    public void close() {
        runtime.close();
    }
}
