package io.isol8.engine;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.SandboxPath;
import io.isol8.domain.Source;
import io.isol8.ports.Sandbox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A request's source made runnable: what to write into the sandbox and what to start there (spec 11.4).
 *
 * @param argv the argument vector
 * @param file the code's file, if there is code
 */
record Program(List<String> argv, Optional<CodeFile> file) {

    private static final int READABLE = 0644;

    record CodeFile(String path, byte[] content) {}

    static Program of(ExecutionRequest request, LanguageRuntime runtime) {
        Source source = request.source();
        if (source instanceof Source.Code code) {
            String path = request.fileExtension()
                    .map(extension -> SandboxPath.ROOT + "/main" + extension)
                    .orElseGet(runtime::defaultFile);
            byte[] content = code.text().getBytes(StandardCharsets.UTF_8);
            return new Program(runtime.commandFor(path), Optional.of(new CodeFile(path, content)));
        }
        if (source instanceof Source.Command command) {
            return new Program(List.of("bash", "-c", command.line()), Optional.empty());
        }
        throw new Isol8Exception(
                ErrorCode.REMOTE_CODE_REFUSED,
                "Remote code fetching is disabled. Set remoteCode.enabled=true to allow it.");
    }

    void writeTo(Sandbox sandbox) {
        file.ifPresent(code -> sandbox.writeFile(code.path(), READABLE, code.content()));
    }
}
