package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.Hello;
import io.isol8.docker.internal.protocol.Spawn;
import io.isol8.domain.CleanupResult;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.RandomIds;
import io.isol8.domain.SandboxEnvironment;
import io.isol8.domain.SandboxPath;
import io.isol8.domain.SandboxSpec;
import io.isol8.domain.Zygote;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.ManagedContainer;
import io.isol8.ports.Sandbox;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sandboxes as containers of a Docker engine: create, attach, start, and wait for the supervisor's hello. */
public final class DockerContainerRuntime implements ContainerRuntime {

    private static final Logger log = LoggerFactory.getLogger(DockerContainerRuntime.class);
    private static final Duration START_PATIENCE = Duration.ofSeconds(20);

    private final DockerApi docker;
    private final ContainerRemoval removal;
    private final Strays strays;
    private final ContainerConfig config;
    private final ChosenWalls walls;
    private final UnaryOperator<ObjectNode> adjustment;
    private final Set<DockerSandbox> living = ConcurrentHashMap.newKeySet();

    DockerContainerRuntime(DockerApi docker, ContainerConfig config) {
        this(docker, config, UnaryOperator.identity());
    }

    /** @param adjustment changes the container's configuration; for tests that take a control away */
    DockerContainerRuntime(DockerApi docker, ContainerConfig config, UnaryOperator<ObjectNode> adjustment) {
        this.docker = docker;
        this.removal = new ContainerRemoval(docker);
        this.strays = new Strays(removal);
        this.config = config;
        this.walls = new ChosenWalls(new OciRuntimes(docker));
        this.adjustment = adjustment;
    }

    @Override
    public void ping() {
        docker.ping();
    }

    @Override
    public Sandbox create(SandboxSpec spec) {
        return Uninterrupted.call(() -> walls.around(spec.security(), () -> make(spec)));
    }

    private Sandbox make(SandboxSpec spec) {
        String name = "isol8-" + spec.runtime() + "-" + RandomIds.next();
        ObjectNode container = adjustment.apply(config.of(spec));
        String id = make(name, container);
        try {
            Sandbox sandbox = start(spec, id, name);
            strays.removeSoon();
            return sandbox;
        } catch (RuntimeException e) {
            removeAfter(e, id);
            throw e;
        }
    }

    private String make(String name, ObjectNode container) {
        try {
            return docker.post("/containers/create" + DockerApi.query(Map.of("name", name)), container)
                    .path("Id")
                    .asText();
        } catch (Isol8Exception e) {
            if (e.code() == ErrorCode.ENGINE_UNAVAILABLE) {
                strays.add(name);
            }
            throw e;
        }
    }

    private void removeAfter(RuntimeException failure, String id) {
        try {
            remove(id);
        } catch (Isol8Exception e) {
            failure.addSuppressed(e);
        }
    }

    private void remove(String id) {
        try {
            removal.remove(id);
        } catch (Isol8Exception e) {
            strays.add(id);
            throw e;
        }
    }

    private Sandbox start(SandboxSpec spec, String id, String name) {
        HijackedInput input = new HijackedInput(FileChannel.PATIENCE);
        Hijacked attached = docker.hijack(
                "/containers/" + id + "/attach"
                        + DockerApi.query(Map.of("stream", "1", "stdin", "1", "stdout", "1", "stderr", "1")),
                input);
        SupervisorConnection supervisor = new SupervisorConnection(name, new AttachedOutput(attached.output()), input);
        try {
            docker.post("/containers/" + id + "/start");
            Hello hello = supervisor.awaitHello(START_PATIENCE);
            if (hello.version() != Hello.VERSION) {
                throw new Isol8Exception(
                        ErrorCode.SANDBOX_LOST,
                        "The image's supervisor speaks protocol " + hello.version() + ", not " + Hello.VERSION + ".");
            }
            if (hello.hasZygotes()) {
                spec.zygote().ifPresent(zygote -> prepare(supervisor, zygote));
            }
            DockerSandbox sandbox = new DockerSandbox(
                    id,
                    supervisor,
                    hello,
                    spec.readonlyRoot(),
                    () -> Uninterrupted.run(() -> examine(id)),
                    closing -> {
                        disconnect(attached, input);
                        Uninterrupted.run(() -> remove(id));
                        living.remove(closing);
                    },
                    leaving -> {
                        requireLasting(spec);
                        disconnect(attached, input);
                        living.remove(leaving);
                    });
            living.add(sandbox);
            return sandbox;
        } catch (RuntimeException e) {
            disconnect(attached, input);
            throw e;
        }
    }

    /** @throws Isol8Exception with {@code SANDBOX_LOST} unless the container runs */
    private void examine(String id) {
        JsonNode state = docker.get("/containers/" + id + "/json").path("State");
        if (state.path("Paused").asBoolean()) {
            throw new Isol8Exception(ErrorCode.SANDBOX_LOST, "The sandbox is gone: somebody paused its container.");
        }
        if (!state.path("Running").asBoolean()) {
            throw new Isol8Exception(ErrorCode.SANDBOX_LOST, "The sandbox is gone: its container does not run.");
        }
    }

    private static void requireLasting(SandboxSpec spec) {
        if (!spec.lasting()) {
            throw new IllegalStateException("a sandbox that does not last cannot be left");
        }
    }

    private static void prepare(SupervisorConnection supervisor, Zygote zygote) {
        Map<String, String> env = new LinkedHashMap<>(SandboxEnvironment.base());
        env.putAll(zygote.env());
        supervisor.send(
                FrameType.PREPARE,
                SupervisorConnection.CONNECTION,
                new Spawn(
                                false,
                                false,
                                false,
                                0,
                                DockerProcess.OUTPUT_WINDOW,
                                DockerProcess.OUTPUT_WINDOW,
                                SandboxPath.ROOT,
                                zygote.argv(),
                                DockerProcess.entries(env))
                        .encode());
    }

    /** Unless the sandbox is lasting, Docker then ends the container's standard input, and so the supervisor. */
    private static void disconnect(Hijacked attached, HijackedInput input) {
        input.end();
        attached.close();
    }

    @Override
    public List<ManagedContainer> list() {
        return new ManagedContainers(docker).list();
    }

    @Override
    public CleanupResult removeAll() {
        return new ManagedContainers(docker).removeAll();
    }

    @Override
    public void destroyAll() {
        living.parallelStream().forEach(DockerContainerRuntime::destroy);
        Uninterrupted.run(strays::remove);
    }

    /** One that cannot be removed does not keep the others. */
    private static void destroy(DockerSandbox sandbox) {
        try {
            sandbox.close();
        } catch (Isol8Exception e) {
            log.warn("Sandbox {} could not be removed: {}", sandbox.id(), e.getMessage());
        }
    }

    @Override
    public void close() {
        destroyAll();
        docker.close();
    }
}
