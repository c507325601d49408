package io.isol8.domain;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program to run (spec 10.1). Immutable; whoever holds one holds a valid one.
 *
 * @param source what to run
 * @param runtime the name of the runtime, not yet looked up
 * @param timeout overrides the engine's default; whole milliseconds
 * @param env variables of the program, in order
 * @param fileExtension ending of the code's file, with its dot, instead of the runtime's default
 * @param stdin what the program reads from standard input; without it the program sees end of file at once
 * @param workdir where the program starts, an absolute path in /sandbox
 * @param trackResources whether the result tells what the program cost
 * @param files what is written into the sandbox first: absolute path to content, in order
 * @param outputPaths files that the result is to hold, as the caller spelled them
 * @param installPackages what the program needs besides its runtime; sorted, without repetitions
 * @param setupScript bash commands that run before the program
 * @param metadata the caller's own notes, for the audit record
 * @param interactive whether a streamed execution's standard input stays open after {@code stdin} for more
 */
public record ExecutionRequest(
        Source source,
        String runtime,
        Optional<Duration> timeout,
        Map<String, String> env,
        Optional<String> fileExtension,
        Optional<String> stdin,
        String workdir,
        boolean trackResources,
        Map<String, FileContent> files,
        List<String> outputPaths,
        List<String> installPackages,
        Optional<String> setupScript,
        Map<String, String> metadata,
        boolean interactive) {

    /** The most bytes of inline code; larger programs travel as files. */
    public static final int MAX_CODE_BYTES = 4 << 20;

    /** The most characters of all names and values of the metadata. */
    public static final int MAX_METADATA = 64 << 10;

    /** What a code's file may end in. */
    public static final Pattern EXTENSION = Pattern.compile("\\.[A-Za-z0-9_]{1,16}");

    public ExecutionRequest {
        env = EnvironmentVariables.checked("env", env);
        timeout = timeout.map(Deadlines::checked);
        stdin = stdin.filter(text -> !text.isEmpty());
        workdir = SandboxPath.workdir(workdir);
        fileExtension.ifPresent(ExecutionRequest::checkExtension);
        files = normalised(files);
        outputPaths = List.copyOf(outputPaths);
        outputPaths.forEach(SandboxPath::file);
        installPackages = Packages.checked("ExecutionRequest.installPackages", runtime, installPackages);
        setupScript = setupScript.filter(script -> !script.isBlank());
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        checkMetadata(metadata);
        checkSource(source);
    }

    private static Map<String, FileContent> normalised(Map<String, FileContent> files) {
        Map<String, FileContent> normalised = new LinkedHashMap<>();
        files.forEach((path, content) -> {
            if (normalised.put(SandboxPath.file(path), content) != null) {
                throw Isol8Exception.invalid("ExecutionRequest.files holds \"" + Ascii.printable(path) + "\" twice.");
            }
        });
        return Collections.unmodifiableMap(normalised);
    }

    /** The same with a standard input that stays open, or does not. */
    public ExecutionRequest withInteractive(boolean open) {
        return with(trackResources, open);
    }

    /** The same with a result that tells what the program cost. */
    public ExecutionRequest withTrackResources() {
        return with(true, interactive);
    }

    private ExecutionRequest with(boolean changedTrackResources, boolean changedInteractive) {
        return new ExecutionRequest(
                source,
                runtime,
                timeout,
                env,
                fileExtension,
                stdin,
                workdir,
                changedTrackResources,
                files,
                outputPaths,
                installPackages,
                setupScript,
                metadata,
                changedInteractive);
    }

    public static Builder builder(String runtime) {
        return new Builder(runtime);
    }

    private static void checkSource(Source source) {
        if (source instanceof Source.Code code) {
            int bytes = code.text().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_CODE_BYTES) {
                throw Isol8Exception.invalid("ExecutionRequest.code must be at most " + MAX_CODE_BYTES + " bytes, not "
                        + bytes + ". Pass larger programs as files.");
            }
        } else if (source instanceof Source.Command command && command.line().indexOf('\0') >= 0) {
            throw Isol8Exception.invalid("ExecutionRequest.cmd must not contain a NUL character.");
        }
    }

    private static void checkMetadata(Map<String, String> metadata) {
        long characters = metadata.entrySet().stream()
                .mapToLong(note -> note.getKey().length() + note.getValue().length())
                .sum();
        if (characters > MAX_METADATA) {
            throw Isol8Exception.invalid("ExecutionRequest.metadata must have at most " + MAX_METADATA
                    + " characters, not " + characters + ".");
        }
    }

    /** Whether a code's file may end in this: a dot and up to 16 letters, digits or underscores. */
    public static boolean isFileExtension(String text) {
        return EXTENSION.matcher(text).matches();
    }

    private static void checkExtension(String extension) {
        if (!isFileExtension(extension)) {
            throw Isol8Exception.invalid("Invalid fileExtension: \"" + Ascii.printable(extension)
                    + "\". Use a dot and up to 16 letters or digits, e.g. \".cjs\".");
        }
    }

    /** Collects what a request is made of; {@link #build()} checks it. Not thread-safe. */
    public static final class Builder {

        private String runtime;
        private final Map<String, String> env = new LinkedHashMap<>();
        private @Nullable String code;
        private @Nullable String codeUrl;
        private @Nullable String codeHash;
        private boolean allowInsecureCodeUrl;
        private @Nullable String cmd;
        private @Nullable Duration timeout;
        private @Nullable String fileExtension;
        private @Nullable String stdin;
        private String workdir = SandboxPath.ROOT;
        private boolean trackResources;
        private final Map<String, FileContent> files = new LinkedHashMap<>();
        private final List<String> outputPaths = new ArrayList<>();
        private final List<String> installPackages = new ArrayList<>();
        private @Nullable String setupScript;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private boolean interactive;

        private Builder(String runtime) {
            this.runtime = runtime;
        }

        /** The name of a runtime, in place of the one that the builder was made with. */
        public Builder runtime(String runtime) {
            this.runtime = runtime;
            return this;
        }

        /** The program's text. */
        public Builder code(@Nullable String code) {
            this.code = code;
            return this;
        }

        /** Where to fetch the program's text. */
        public Builder codeUrl(@Nullable String codeUrl) {
            this.codeUrl = codeUrl;
            return this;
        }

        /** SHA-256 of what has to be at the URL, in hexadecimal digits. */
        public Builder codeHash(@Nullable String codeHash) {
            this.codeHash = codeHash;
            return this;
        }

        /** Whether the URL may be one without TLS. */
        public Builder allowInsecureCodeUrl(boolean allowInsecureCodeUrl) {
            this.allowInsecureCodeUrl = allowInsecureCodeUrl;
            return this;
        }

        /** A bash command line to run instead of code. */
        public Builder cmd(@Nullable String cmd) {
            this.cmd = cmd;
            return this;
        }

        /** One deadline for everything that the request does; at least a millisecond. */
        public Builder timeout(@Nullable Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        public Builder env(String name, String value) {
            env.put(name, value);
            return this;
        }

        public Builder env(Map<String, String> variables) {
            env.putAll(variables);
            return this;
        }

        public Builder fileExtension(@Nullable String fileExtension) {
            this.fileExtension = fileExtension;
            return this;
        }

        public Builder stdin(@Nullable String stdin) {
            this.stdin = stdin;
            return this;
        }

        /** Where the program starts; relative paths are taken from /sandbox. */
        public Builder workdir(String workdir) {
            this.workdir = workdir;
            return this;
        }

        public Builder trackResources(boolean trackResources) {
            this.trackResources = trackResources;
            return this;
        }

        /** A file to write into the sandbox first; relative paths are taken from /sandbox. */
        public Builder file(String path, FileContent content) {
            files.put(path, content);
            return this;
        }

        /** A text file to write into the sandbox first. */
        public Builder file(String path, String text) {
            return file(path, FileContent.of(text));
        }

        /** A file that the result is to hold, if it is there in the end. */
        public Builder outputPath(String path) {
            outputPaths.add(path);
            return this;
        }

        /** A package of the runtime's that the program needs, with its version if that matters. */
        public Builder installPackage(String name) {
            installPackages.add(name);
            return this;
        }

        /** Bash commands that run before the program, under the same deadline (spec 23). */
        public Builder setupScript(@Nullable String setupScript) {
            this.setupScript = setupScript;
            return this;
        }

        /** A note for the audit record. */
        public Builder metadata(String name, String value) {
            metadata.put(name, value);
            return this;
        }

        /** Whether a streamed execution's standard input stays open for what is written while it runs. */
        public Builder interactive(boolean interactive) {
            this.interactive = interactive;
            return this;
        }

        /** @throws Isol8Exception with {@link ErrorCode#INVALID_REQUEST} (spec 10.4) */
        public ExecutionRequest build() {
            return new ExecutionRequest(
                    source(),
                    runtime,
                    Optional.ofNullable(timeout),
                    env,
                    Optional.ofNullable(fileExtension),
                    Optional.ofNullable(stdin),
                    workdir,
                    trackResources,
                    files,
                    outputPaths,
                    installPackages,
                    Optional.ofNullable(setupScript),
                    metadata,
                    interactive);
        }

        private Source source() {
            List<Source> given = new ArrayList<>();
            if (!isBlank(code)) {
                given.add(new Source.Code(Objects.requireNonNull(code)));
            }
            if (!isBlank(codeUrl)) {
                given.add(new Source.Url(
                        Objects.requireNonNull(codeUrl),
                        Optional.ofNullable(codeHash).filter(hash -> !isBlank(hash)),
                        allowInsecureCodeUrl));
            }
            if (!isBlank(cmd)) {
                given.add(new Source.Command(Objects.requireNonNull(cmd)));
            }
            if (given.isEmpty()) {
                throw Isol8Exception.invalid("ExecutionRequest must include exactly one of: code, codeUrl, or cmd.");
            }
            if (given.size() > 1) {
                throw Isol8Exception.invalid("ExecutionRequest.code, ExecutionRequest.codeUrl, and"
                        + " ExecutionRequest.cmd are mutually exclusive — provide exactly one.");
            }
            if (!isBlank(codeHash) && isBlank(codeUrl)) {
                throw Isol8Exception.invalid(
                        "ExecutionRequest.codeHash is for ExecutionRequest.codeUrl: nothing else is compared with it.");
            }
            return given.get(0);
        }

        private static boolean isBlank(@Nullable String text) {
            return text == null || text.isBlank();
        }
    }
}
