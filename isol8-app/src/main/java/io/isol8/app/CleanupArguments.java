package io.isol8.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What the command line of {@code isol8 cleanup} says (spec 26.18). */
final class CleanupArguments {

    private static final String FORCE = "--force";
    private static final String IMAGES = "--images";

    private final ParseResult parsed;

    CleanupArguments(ParseResult parsed) {
        this.parsed = parsed;
    }

    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("cleanup");
        spec.usageMessage()
                .description("Remove isol8's containers, and its images, whoever uses them.")
                .synopsisHeading("Usage: ")
                .abbreviateSynopsis(true)
                .optionListHeading("%nOptions:%n")
                .sortOptions(false)
                .footer(
                        "",
                        "Every container of isol8's on this Docker engine goes, other people's too.",
                        "",
                        "Example:",
                        "  isol8 cleanup --force --images");
        return spec.addOption(flag(FORCE, "Do not ask."))
                .addOption(flag(IMAGES, "The images as well, custom ones included."));
    }

    private static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .description(description)
                .build();
    }

    boolean isForced() {
        return parsed.hasMatchedOption(FORCE);
    }

    boolean wantsImages() {
        return parsed.hasMatchedOption(IMAGES);
    }
}
