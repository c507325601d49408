package io.isol8.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What the command line of {@code isol8 setup} says (spec 26.14). */
final class SetupArguments {

    private static final String FORCE = "--force";

    private final ParseResult parsed;

    SetupArguments(ParseResult parsed) {
        this.parsed = parsed;
    }

    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("setup");
        spec.usageMessage()
                .description("Build the images of all runtimes, and those that the configuration names.")
                .synopsisHeading("Usage: ")
                .abbreviateSynopsis(true)
                .optionListHeading("%nOptions:%n")
                .sortOptions(false)
                .footer("", "Without it an image is built when it is first needed.", "", "Example:", "  isol8 setup");
        return spec.addOption(OptionSpec.builder(FORCE)
                        .type(boolean.class)
                        .description("Build them even if they are up to date.")
                        .build())
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
