package io.isol8.app;

import picocli.CommandLine.Model.CommandSpec;
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
        return Specs.command(
                        "cleanup",
                        "Remove isol8's containers, and its images, whoever uses them.",
                        "Every container of isol8's on this Docker engine goes, other people's too.",
                        "",
                        "Example:",
                        "  isol8 cleanup --force --images")
                .addOption(Specs.flag("Do not ask.", FORCE))
                .addOption(Specs.flag("The images as well, custom ones included.", IMAGES));
    }

    boolean isForced() {
        return parsed.hasMatchedOption(FORCE);
    }

    boolean wantsImages() {
        return parsed.hasMatchedOption(IMAGES);
    }
}
