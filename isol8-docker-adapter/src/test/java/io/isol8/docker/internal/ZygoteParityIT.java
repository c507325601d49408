package io.isol8.docker.internal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxEnvironment;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.ProcessEvent;
import io.isol8.ports.ProcessExit;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Spec 11.4: every program in the corpus, {@code parity/<runtime>}, does the same to the byte in an interpreter that
 * was started ahead as in one of its own.
 *
 * <p>Comments in a program say what its run is to have: {@code env: NAME=value}, {@code workdir: /tmp},
 * {@code beside: name} for a file of {@code parity/<runtime>/beside}, by a path below it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZygoteParityIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Pattern SETTING = Pattern.compile("^(?:#|//) (env|workdir|beside): (.*)$", Pattern.MULTILINE);

    /** How node begins every warning. */
    private static final Pattern NODES_PID = Pattern.compile("\\(node:\\d+\\)");

    private final DockerParts docker = connect();
    private final Map<String, Sandbox> sandboxes = new LinkedHashMap<>();

    private record Outcome(boolean signaled, int status, String stdout, String stderr) {}

    private record Run(Outcome outcome, ProcessExit exit) {}

    private record Program(String name, LanguageRuntime runtime, byte[] code) {

        List<String> settings(String kind) {
            Matcher matcher = SETTING.matcher(new String(code, StandardCharsets.ISO_8859_1));
            return matcher.results()
                    .filter(result -> result.group(1).equals(kind))
                    .map(result -> utf8(result.group(2)))
                    .toList();
        }

        private static String utf8(String latin) {
            return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }

        Map<String, String> env() {
            Map<String, String> env = new LinkedHashMap<>();
            settings("env").forEach(entry -> {
                int equals = entry.indexOf('=');
                env.put(entry.substring(0, equals), entry.substring(equals + 1));
            });
            return env;
        }

        @Override
        public String toString() {
            return runtime.name() + "/" + name;
        }
    }

    private static DockerParts connect() {
        return DockerParts.at(DockerEndpoint.fromEnvironment(System.getenv()), System.getenv());
    }

    @BeforeAll
    void createSandboxes() {
        for (String name : List.of("python", "node")) {
            LanguageRuntime runtime = RuntimeRegistry.builtIn().get(name);
            SandboxImage image = docker.images().ensure(runtime, line -> {});
            sandboxes.put(name, docker.containers().create(SandboxSpec.of(runtime, image, Isol8Options.defaults())));
        }
    }

    @AfterAll
    void removeSandboxes() {
        docker.containers().close();
    }

    static Stream<Program> programs() throws IOException {
        return Stream.concat(corpus("python"), corpus("node"));
    }

    private static Stream<Program> corpus(String name) throws IOException {
        LanguageRuntime runtime = RuntimeRegistry.builtIn().get(name);
        try (Stream<Path> files = Files.list(resource(name))) {
            return files.filter(Files::isRegularFile).sorted().toList().stream()
                    .map(file -> new Program(file.getFileName().toString(), runtime, read(file)));
        }
    }

    private static Path resource(String name) {
        URL url = requireNonNull(ZygoteParityIT.class.getResource("/io/isol8/docker/parity/" + name));
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Run run(Program program, boolean zygote) throws InterruptedException {
        Sandbox sandbox = requireNonNull(sandboxes.get(program.runtime().name()));
        assertThat(sandbox.reset()).isTrue();
        for (String beside : program.settings("beside")) {
            Path file = resource(program.runtime().name() + "/beside").resolve(beside);
            sandbox.files().write("/sandbox/" + beside, 0644, read(file));
        }
        String path = program.runtime().defaultFile();
        sandbox.files().write(path, 0644, program.code());
        return follow(sandbox.spawn(new ProcessSpec(
                        program.runtime().commandFor(path),
                        SandboxEnvironment.of(program.env(), Map.of(), NetworkMode.NONE),
                        program.settings("workdir").stream().findFirst().orElse("/sandbox"),
                        DEADLINE)
                .withZygote(zygote)));
    }

    private static Run follow(SandboxProcess process) throws InterruptedException {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        while (true) {
            ProcessEvent event = process.poll(DEADLINE.plusSeconds(5)).orElseThrow();
            if (event instanceof ProcessEvent.Output output) {
                (output.channel() == OutputChannel.STDOUT ? stdout : stderr).writeBytes(output.bytes());
            } else {
                ProcessExit exit = ((ProcessEvent.Ended) event).exit();
                return new Run(
                        new Outcome(
                                exit.signaled(),
                                exit.status(),
                                stdout.toString(StandardCharsets.ISO_8859_1),
                                NODES_PID
                                        .matcher(stderr.toString(StandardCharsets.ISO_8859_1))
                                        .replaceAll("(node:PID)")),
                        exit);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void nobodyCanTell(Program program) throws InterruptedException {
        Run ahead = run(program, true);
        Run fresh = run(program, false);
        assertThat(ahead.exit().zygote()).isTrue();
        assertThat(fresh.exit().zygote()).isFalse();
        assertThat(fresh.exit().deadlinePassed()).isFalse();
        assertThat(ahead.outcome()).isEqualTo(fresh.outcome());
        // A program that says nothing shows nothing.
        assertThat(fresh.outcome().stdout() + fresh.outcome().stderr()).isNotEmpty();
    }

    @Test
    void theCorpusIsThere() throws IOException {
        assertThat(corpus("python").count()).isGreaterThanOrEqualTo(60);
        assertThat(corpus("node").count()).isGreaterThanOrEqualTo(60);
    }
}
