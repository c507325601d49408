package io.isol8.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What the command line of {@code isol8 setup} says (spec 26.14). */
final class SetupArguments {

    private static final String FORCE = "--force";

    private final ParseResult parsed;

    SetupArguments(ParseResult parsed) {
        this.parsed = parsed;
    }

    static CommandSpec spec() {
        return Specs.command(
                        "setup",
                        "Build the images of all runtimes, and those that the configuration names.",
                        "Without it an image is built when it is first needed.",
                        "",
                        "Example:",
                        "  isol8 setup")
                .addOption(Specs.flag("Build them even if they are up to date.", FORCE))
                .addOption(ConfigArguments.option());
    }

    boolean isForced() {
        return parsed.hasMatchedOption(FORCE);
    }

    /** The file with the configuration. */
    @Nullable
    String config() {
        return ConfigArguments.file(parsed);
    }
}
