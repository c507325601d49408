package io.isol8.domain.config;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.PackageInstall;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An entry of {@code runtimes}: a language besides the built-in ones (spec 11.5). Immutable.
 *
 * @param image what its sandboxes are made of
 * @param extensions file name endings with their dot; the first is that of code without a file name
 * @param command the argument vector, with <code>{file}</code> in place of the code's path
 * @param install the argument vector that installs packages, which follow it; with <code>{package}</code> in it there is
 *     one process for each
 */
public record ConfiguredRuntime(
        String image, List<String> extensions, List<String> command, Optional<List<String>> install) {

    /** What a runtime may be called. */
    public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    /** An argument: not empty, no NUL. */
    public static final Pattern ARGUMENT = Pattern.compile("[^\\x00]+");

    public ConfiguredRuntime {
        extensions = List.copyOf(extensions);
        command = List.copyOf(command);
        install = install.map(List::copyOf);
        Texts.check("runtimes.*.image", Isol8Options.IMAGE, image);
        for (String extension : extensions) {
            Texts.check("runtimes.*.extensions", ExecutionRequest.EXTENSION, extension);
        }
        command.forEach(argument -> Texts.check("runtimes.*.command", ARGUMENT, argument));
        install.ifPresent(words -> words.forEach(word -> Texts.check("runtimes.*.install", ARGUMENT, word)));
    }

    /** @throws Isol8Exception if it lacks an extension or a place for the code */
    LanguageRuntime named(String name) {
        Texts.check("A key of runtimes", NAME, name);
        return new LanguageRuntime(name, image, extensions, command, Optional.empty(), install.map(PackageInstall::by));
    }
}
