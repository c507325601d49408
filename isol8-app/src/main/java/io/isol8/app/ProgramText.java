package io.isol8.app;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.Source;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The program that a command line names, read unless it is elsewhere (spec 26.4 to 26.6).
 *
 * @param runtime name of the runtime
 * @param extension the file's ending, if it comes from a file that has one fit for the sandbox
 */
record ProgramText(Source source, String runtime, Optional<String> extension) {

    private static final String DEFAULT_RUNTIME = "python";
    private static final String COMMANDS_RUNTIME = "bash";
    private static final ScriptText TEXT = new ScriptText("program");

    /** What a command line says of its program; if it says no more than the runtime it comes from standard input. */
    record Named(
            @Nullable String file,
            @Nullable String eval,
            @Nullable String cmd,
            @Nullable String runtime,
            Optional<Source.Url> url) {

        /** @throws Isol8Exception if two of them are given */
        Named {
            if (cmd != null && (file != null || eval != null || url.isPresent())) {
                throw Isol8Exception.invalid(
                        "--cmd cannot be combined with file input, --eval, --url, --github, or --gist.");
            }
            if (url.isPresent() && (file != null || eval != null)) {
                throw Isol8Exception.invalid("--url/--github/--gist cannot be used with file input or --eval.");
            }
            if (eval != null && file != null) {
                throw Isol8Exception.invalid("--eval cannot be combined with a file: give one program, not two.");
            }
        }

        boolean isStandardInput() {
            return file == null && eval == null && cmd == null && url.isEmpty();
        }

        private String runtimeOr(String otherwise) {
            return runtime == null ? otherwise : runtime;
        }
    }

    /**
     * @param runtimes those whose endings are known; a runtime that is named need not be among them
     * @throws Isol8Exception with the line to show
     */
    static ProgramText from(Named named, RuntimeRegistry runtimes, InputStream standardInput) {
        if (named.cmd() != null) {
            return new ProgramText(
                    new Source.Command(TEXT.present(named.cmd(), "--cmd")),
                    named.runtimeOr(COMMANDS_RUNTIME),
                    Optional.empty());
        }
        if (named.url().isPresent()) {
            return atUrl(named.url().get(), named, runtimes);
        }
        if (named.file() != null) {
            return fromFile(named.file(), named, runtimes);
        }
        String code = named.eval() != null
                ? TEXT.present(named.eval(), "--eval")
                : TEXT.read(standardInput, "standard input");
        return new ProgramText(new Source.Code(code), named.runtimeOr(DEFAULT_RUNTIME), Optional.empty());
    }

    private static ProgramText atUrl(Source.Url url, Named named, RuntimeRegistry runtimes) {
        String path = path(url.url());
        String runtime = Optional.ofNullable(named.runtime())
                .or(() -> runtimes.detect(path).map(LanguageRuntime::name))
                .orElseThrow(
                        () -> Isol8Exception.invalid("Cannot detect runtime from URL path. Use --runtime to specify."));
        return new ProgramText(
                url, runtime, RuntimeRegistry.extensionOf(path).filter(ExecutionRequest::isFileExtension));
    }

    /** That of a URL; empty if it is none, which whoever fetches will tell. */
    private static String path(String url) {
        try {
            return Objects.requireNonNullElse(new URI(url).getPath(), "");
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static ProgramText fromFile(String file, Named named, RuntimeRegistry runtimes) {
        Path path;
        try {
            path = Path.of(file);
        } catch (InvalidPathException e) {
            throw Isol8Exception.invalid("File not found: " + Console.printable(file));
        }
        if (file.isEmpty() || !Files.exists(path)) {
            throw Isol8Exception.invalid("File not found: " + Console.printable(file));
        }
        if (Files.isDirectory(path)) {
            throw Isol8Exception.invalid("Not a file but a directory: " + Console.printable(file));
        }
        String name =
                Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
        String runtime = Optional.ofNullable(named.runtime())
                .or(() -> runtimes.detect(name).map(LanguageRuntime::name))
                .orElseThrow(() -> Isol8Exception.invalid(
                        "Cannot detect runtime for " + Console.printable(file) + ". Use --runtime to specify."));
        try (InputStream in = Files.newInputStream(path)) {
            return new ProgramText(
                    new Source.Code(TEXT.read(in, Console.printable(file))),
                    runtime,
                    RuntimeRegistry.extensionOf(name).filter(ExecutionRequest::isFileExtension));
        } catch (IOException e) {
            throw Isol8Exception.invalid("Cannot read " + Console.printable(file) + ": " + FileErrors.reason(e));
        }
    }
}
