package io.isol8.wire;

import io.isol8.domain.CleanupResult;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.FileContent;
import io.isol8.domain.NetworkEntry;
import io.isol8.domain.NetworkLog;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.OptionOverrides;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.ResourceUsage;
import io.isol8.domain.Seccomp;
import io.isol8.domain.Signal;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Values of every kind and shape, the same ones for the same seed. */
final class Generator {

    private static final String[] PIECES = {
        "a",
        "Z",
        "0",
        " ",
        "\n",
        "\r\n",
        "\t",
        "\"",
        "\\",
        "/",
        "'",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\u0000",
        "\u0007",
        "\u001b[1m",
        "\u007f",
        "\u0085",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffd",
        "\uffff",
        "ä",
        "€",
        "漢字",
        "😀",
        "data: ",
        "\n\n",
        "__proto__",
        "null",
        "</script>",
        "%s",
        "${x}"
    };

    private final Random random;

    Generator(long seed) {
        random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance() {
        return random.nextBoolean();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int pieces = below(12); pieces > 0; pieces--) {
            text.append(PIECES[below(PIECES.length)]);
        }
        return text.toString();
    }

    /** Text that is neither blank nor holds a NUL. */
    String solidText() {
        return "x" + text().replace("\u0000", "");
    }

    private String name() {
        return "n" + below(1000) + text().replace("\u0000", "").replace("=", "");
    }

    private String path() {
        String[] paths = {"a.txt", "/sandbox/x/y z.bin", "/tmp/ü", "dir/\"quoted\"", "😀.py", "new\nline"};
        return paths[below(paths.length)] + below(1000);
    }

    <T> Optional<T> maybe(Supplier<T> value) {
        return chance() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> T one(T[] values) {
        return values[below(values.length)];
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int entries = below(4); entries > 0; entries--) {
            texts.put(name(), text().replace("\u0000", ""));
        }
        return texts;
    }

    private FileContent content() {
        if (chance()) {
            return FileContent.of(text());
        }
        byte[] bytes = new byte[below(100)];
        random.nextBytes(bytes);
        return FileContent.of(bytes);
    }

    private Map<String, FileContent> files() {
        Map<String, FileContent> files = new LinkedHashMap<>();
        for (int entries = below(4); entries > 0; entries--) {
            files.put(path(), content());
        }
        return files;
    }

    private Duration duration() {
        return Duration.ofMillis(1 + below(Integer.MAX_VALUE - 1));
    }

    private Instant instant() {
        return Instant.ofEpochMilli(random.nextLong(0, 4_000_000_000_000L));
    }

    ExecutionRequest request() {
        ExecutionRequest.Builder request = ExecutionRequest.builder(name())
                .timeout(maybe(this::duration).orElse(null))
                .env(texts())
                .fileExtension(chance() ? ".mjs" : null)
                .stdin(maybe(this::text).orElse(null))
                .workdir(chance() ? "/sandbox" : "/sandbox/sub/" + below(10))
                .trackResources(chance())
                .setupScript(maybe(this::solidText).orElse(null))
                .interactive(chance());
        switch (below(3)) {
            case 0 -> request.code(solidText());
            case 1 -> request.cmd(solidText());
            default ->
                request.codeUrl("https://example.org/" + below(100))
                        .codeHash(chance() ? "0f".repeat(32) : null)
                        .allowInsecureCodeUrl(chance());
        }
        files().forEach(request::file);
        for (int paths = below(3); paths > 0; paths--) {
            request.outputPath(path());
            request.installPackage("p" + below(100));
        }
        texts().forEach(request::metadata);
        return request.build();
    }

    OptionOverrides options() {
        OptionOverrides.Builder options = OptionOverrides.builder().image(chance() ? "debian:" + below(100) : null);
        maybe(this::duration).ifPresent(options::timeout);
        maybe(() -> 1 + below(1 << 30)).ifPresent(bytes -> options.memoryLimit(bytes.toString()));
        maybe(() -> 1 + below(1 << 30)).ifPresent(bytes -> options.sandboxSize(bytes + "k"));
        maybe(() -> below(1000) + 0.5).ifPresent(size -> options.tmpSize(size + "g"));
        maybe(() -> below(4096000) / 1000.0).ifPresent(options::cpuLimit);
        maybe(() -> 1 + below(1000)).ifPresent(options::pidsLimit);
        maybe(() -> 1 + below(Integer.MAX_VALUE - 1)).ifPresent(options::maxOutputSize);
        maybe(this::chance).ifPresent(options::readonlyRootFs);
        maybe(this::chance).ifPresent(options::persist);
        maybe(() -> one(Seccomp.values())).ifPresent(options::seccomp);
        maybe(this::name).ifPresent(options::containerRuntime);
        maybe(() -> one(NetworkMode.values())).ifPresent(options::network);
        maybe(() -> List.of(text())).ifPresent(options::whitelist);
        maybe(() -> List.of(text(), text())).ifPresent(options::blacklist);
        maybe(this::chance).ifPresent(options::logNetwork);
        texts().forEach(options::secret);
        return options.build();
    }

    OptionOverrides optionsWithProfile() {
        return OptionOverrides.builder().customProfile(Path.of("/profile.json")).build();
    }

    ExecuteMessage message() {
        return new ExecuteMessage(request(), chance() ? OptionOverrides.none() : options(), maybe(this::solidText));
    }

    private NetworkLog networkLog() {
        List<NetworkEntry> entries = new ArrayList<>();
        for (int count = 1 + below(3); count > 0; count--) {
            entries.add(new NetworkEntry(
                    instant(),
                    text(),
                    text(),
                    maybe(this::text),
                    one(NetworkEntry.Action.values()),
                    below(1000),
                    below(1000),
                    below(1000),
                    maybe(() -> below(1000)),
                    maybe(this::text)));
        }
        long in = entries.stream().mapToLong(NetworkEntry::bytesIn).sum();
        long out = entries.stream().mapToLong(NetworkEntry::bytesOut).sum();
        return new NetworkLog(entries, below(3), in, out);
    }

    private ResourceUsage usage() {
        return new ResourceUsage(
                below(100000) / 100.0,
                below(100000) / 100.0,
                below(1000),
                below(100000) / 100.0,
                random.nextLong(0, 1L << 50),
                random.nextLong(0, 1L << 50));
    }

    ExecutionResult result(boolean output) {
        return new ExecutionResult(
                output ? text() : "",
                output ? text() : "",
                below(256),
                random.nextLong(0, 1L << 40),
                chance(),
                one(Termination.values()),
                new UUID(random.nextLong(), random.nextLong()),
                text(),
                instant(),
                chance() ? "" : "c" + below(1000),
                maybe(this::usage),
                maybe(this::files),
                maybe(this::networkLog));
    }

    StreamEvent event() {
        return switch (below(3)) {
            case 0 -> new StreamEvent.Output(one(OutputChannel.values()), text(), one(Phase.values()));
            case 1 -> new StreamEvent.Failure(text(), one(Phase.values()));
            default -> new StreamEvent.Exit(result(false), one(Phase.values()));
        };
    }

    ClientMessage clientMessage() {
        return switch (below(3)) {
            case 0 -> new ClientMessage.Execute(message());
            case 1 -> new ClientMessage.Stdin(text(), chance());
            default -> new ClientMessage.SignalMessage(one(Signal.values()));
        };
    }

    private CleanupResult cleanup() {
        List<String> errors = new ArrayList<>();
        for (int lines = below(3); lines > 0; lines--) {
            errors.add(text());
        }
        return new CleanupResult(below(100), errors.size(), errors);
    }

    CleanupReply cleanupReply() {
        return new CleanupReply(cleanup(), cleanup(), maybe(this::cleanup));
    }

    ErrorBody error() {
        return new ErrorBody(text(), maybe(() -> one(ErrorCode.values())));
    }

    FileUpload upload() {
        return new FileUpload(maybe(this::text), text(), content());
    }

    FileDownload download() {
        return new FileDownload(content());
    }

    CreateKey createKey() {
        return new CreateKey(solidText(), maybe(this::solidText), maybe(this::duration));
    }

    Login login() {
        return new Login(maybe(this::solidText), maybe(this::solidText), maybe(this::duration));
    }

    CreatedKey createdKey() {
        return new CreatedKey(text(), text(), text(), text(), text(), instant());
    }

    LoggedIn loggedIn() {
        return new LoggedIn(text(), instant(), text());
    }

    KeyList keys() {
        List<KeyList.Key> keys = new ArrayList<>();
        for (int entries = below(4); entries > 0; entries--) {
            keys.add(new KeyList.Key(
                    text(), text(), text(), text(), instant(), instant(), maybe(this::instant), chance()));
        }
        return new KeyList(keys);
    }

    SessionList sessions() {
        List<SessionList.Session> sessions = new ArrayList<>();
        for (int entries = below(4); entries > 0; entries--) {
            sessions.add(new SessionList.Session(text(), chance(), instant()));
        }
        return new SessionList(sessions);
    }
}
