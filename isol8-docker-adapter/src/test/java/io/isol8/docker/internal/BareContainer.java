package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A container as the product configures it, but with another program in the place of the supervisor: what do the
 * walls of the container do by themselves?
 */
final class BareContainer {

    private BareContainer() {}

    /** What the program wrote to standard output. */
    static String run(Consumer<ObjectNode> change, String... program) {
        return run(change, new byte[0], program);
    }

    /** The program gets {@code stdin}, but not its end. */
    static String run(Consumer<ObjectNode> change, byte[] stdin, String... program) {
        ObjectNode config = TestDocker.config(UUID.randomUUID().toString()).of(TestDocker.spec("bash"));
        for (String word : program) {
            config.withArray("Entrypoint").add(word);
        }
        change.accept(config);
        String id = TestDocker.API.post("/containers/create", config).path("Id").asText();
        HijackedInput input = new HijackedInput(TestDocker.PATIENCE);
        String how = DockerApi.query(Map.of("stream", "1", "stdin", "1", "stdout", "1", "stderr", "1"));
        try (Hijacked attached = TestDocker.API.hijack("/containers/" + id + "/attach" + how, input)) {
            TestDocker.API.post("/containers/" + id + "/start");
            input.put(new byte[0], stdin);
            return new String(new AttachedOutput(attached.output()).readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            input.end();
            TestDocker.remove(id);
        }
    }
}
