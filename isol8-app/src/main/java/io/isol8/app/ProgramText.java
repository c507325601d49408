package io.isol8.app;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.RuntimeRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The program that a command line names, read (spec 26.4 to 26.6).
 *
 * @param runtime name of the runtime
 * @param extension the file's ending, if it came from a file that has one fit for the sandbox
 */
record ProgramText(String code, String runtime, Optional<String> extension) {

    private static final String DEFAULT_RUNTIME = "python";

    /** @throws Isol8Exception with the line to show */
    static ProgramText from(
            @Nullable String file,
            @Nullable String eval,
            @Nullable String runtime,
            RuntimeRegistry runtimes,
            InputStream standardInput) {
        if (eval != null && file != null) {
            throw Isol8Exception.invalid("--eval cannot be combined with a file: give one program, not two.");
        }
        if (runtime != null) {
            runtimes.get(runtime);
        }
        if (eval != null) {
            if (eval.isBlank()) {
                throw Isol8Exception.invalid("There is no program in --eval: it is empty.");
            }
            return new ProgramText(eval, runtime == null ? DEFAULT_RUNTIME : runtime, Optional.empty());
        }
        if (file != null) {
            return fromFile(file, runtime, runtimes);
        }
        return new ProgramText(
                text(standardInput, "standard input"), runtime == null ? DEFAULT_RUNTIME : runtime, Optional.empty());
    }

    private static ProgramText fromFile(String file, @Nullable String runtime, RuntimeRegistry runtimes) {
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
        String picked = runtime == null
                ? runtimes.detect(name)
                        .map(LanguageRuntime::name)
                        .orElseThrow(() -> Isol8Exception.invalid(
                                "Cannot detect runtime for " + Console.printable(file) + ". Use --runtime to specify."))
                : runtime;
        try (InputStream in = Files.newInputStream(path)) {
            return new ProgramText(
                    text(in, Console.printable(file)),
                    picked,
                    RuntimeRegistry.extensionOf(name).filter(ExecutionRequest::isFileExtension));
        } catch (IOException e) {
            throw Isol8Exception.invalid("Cannot read " + Console.printable(file) + ": " + FileErrors.reason(e));
        }
    }

    private static String text(InputStream in, String what) {
        byte[] bytes;
        try {
            bytes = in.readNBytes(ExecutionRequest.MAX_CODE_BYTES + 1);
        } catch (IOException e) {
            throw Isol8Exception.invalid("Cannot read " + what + ": " + FileErrors.reason(e));
        }
        if (bytes.length > ExecutionRequest.MAX_CODE_BYTES) {
            throw Isol8Exception.invalid("The program in " + what + " is larger than " + ExecutionRequest.MAX_CODE_BYTES
                    + " bytes, the most that is accepted.");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.isBlank()) {
                throw Isol8Exception.invalid("There is no program in " + what + ": it is empty.");
            }
            if (text.indexOf('\0') < 0) {
                return text;
            }
        } catch (CharacterCodingException e) {
            throw binary(what, e);
        }
        throw binary(what, null);
    }

    private static Isol8Exception binary(String what, @Nullable Throwable cause) {
        return new Isol8Exception(
                ErrorCode.INVALID_REQUEST,
                "Not a program but binary data: " + what + " (programs are UTF-8 text without NUL).",
                cause);
    }
}
