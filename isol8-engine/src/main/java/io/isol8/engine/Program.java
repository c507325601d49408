package io.isol8.engine;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.SandboxPath;
import io.isol8.domain.Source;
import io.isol8.ports.ProgramFile;
import io.isol8.ports.SandboxFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request's source made runnable: what to write into the sandbox and what to start there (spec 11.4).
 *
 * @param argv the argument vector
 * @param file the code's file, if there is code
 * @param ownFile whether the file is this program's alone and goes when it ends, others' files being there too
 */
record Program(List<String> argv, Optional<ProgramFile> file, boolean ownFile) {

    private static final Logger log = LoggerFactory.getLogger(Program.class);

    /**
     * Where in a sandbox it goes, and what runs it there.
     *
     * @param name of the code's file, without its ending
     */
    record Place(LanguageRuntime runtime, String name, boolean ownFile) {

        /** In a sandbox that is new. */
        static Place alone(LanguageRuntime runtime) {
            return new Place(runtime, "main", false);
        }

        /** In a sandbox that others use before and after. */
        static Place inSession(LanguageRuntime runtime, UUID execution) {
            return new Place(runtime, "exec_" + execution, true);
        }

        /** @param source is here, not at a URL */
        Program program(Source source, Optional<String> fileExtension) {
            if (source instanceof Source.Code code) {
                String path = SandboxPath.ROOT + "/" + name + fileExtension.orElseGet(runtime::defaultExtension);
                byte[] content = code.text().getBytes(StandardCharsets.UTF_8);
                return new Program(
                        runtime.commandFor(path),
                        Optional.of(new ProgramFile(path, SandboxFiles.READABLE, content)),
                        ownFile);
            }
            if (source instanceof Source.Command command) {
                return new Program(List.of("bash", "-c", command.line()), Optional.empty(), ownFile);
            }
            throw new IllegalStateException("code is fetched before it runs");
        }
    }

    /** Best effort: the program may have removed the file itself, or put something else there. */
    void removeFrom(SandboxFiles files) {
        if (ownFile && file.isPresent()) {
            try {
                files.delete(file.get().path());
            } catch (Isol8Exception e) {
                log.debug("The program's file is gone or stays: {}", e.getMessage());
            }
        }
    }
}
