package io.isol8.app;

import io.isol8.domain.CustomImage;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Packages;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What the command line of {@code isol8 build} says (spec 26.15). */
final class BuildArguments {

    private static final String BASE = "--base";
    private static final String TAG = "--tag";
    private static final String INSTALL = "--install";
    private static final String SETUP = "--setup";
    private static final String FORCE = "--force";

    private final ParseResult parsed;

    BuildArguments(ParseResult parsed) {
        this.parsed = parsed;
    }

    static CommandSpec spec() {
        return Specs.command(
                        "build",
                        "Build an image with packages, or with commands that run before each program.",
                        "Example:",
                        "  isol8 build --base node --tag team/node --install lodash,zod",
                        "  isol8 build --base bash --tag team/bash --setup 'mkdir -p out'")
                .addOption(Specs.textBuilder("NAME", "The runtime: python, node, bun, deno or bash.", BASE)
                        .required(true)
                        .build())
                .addOption(Specs.textBuilder("TAG", "What the image is to be called.", TAG)
                        .required(true)
                        .build())
                .addOption(Specs.list("PKG", "A package, or several with commas between. May be repeated.", INSTALL))
                .addOption(Specs.list("CMD", "A bash command, or a file with some. May be repeated.", SETUP))
                .addOption(Specs.flag("Build it even if it is up to date.", FORCE));
    }

    /** @throws Isol8Exception if there is nothing to build, or something that cannot be */
    CustomImage image() {
        List<String> packages = values(INSTALL).stream()
                .flatMap(list -> Packages.split(list).stream())
                .toList();
        Optional<String> setup = SetupScript.of(values(SETUP));
        CustomImage image = new CustomImage(value(TAG), value(BASE), packages, setup);
        if (image.packages().isEmpty() && image.setupScript().isEmpty()) {
            throw Isol8Exception.invalid(
                    "No packages or setup script specified. Use --install <package> or --setup <command>.");
        }
        return image;
    }

    boolean isForced() {
        return parsed.hasMatchedOption(FORCE);
    }

    private List<String> values(String option) {
        return parsed.matchedOptionValue(option, List.of());
    }

    private String value(String option) {
        return parsed.matchedOptionValue(option, "");
    }
}
