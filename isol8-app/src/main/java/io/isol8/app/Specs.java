package io.isol8.app;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Commands and flags as picocli is told of them, so that the help of all looks alike. */
final class Specs {

    private Specs() {}

    /** @param footer what stands below the options, a line each */
    static CommandSpec command(String name, String description, String... footer) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage()
                .description(description)
                .synopsisHeading("Usage: ")
                .abbreviateSynopsis(true)
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .sortOptions(false)
                .footer(Stream.concat(Stream.of(""), Stream.of(footer)).toArray(String[]::new));
        return spec;
    }

    /** A flag with a value. */
    static OptionSpec text(String paramLabel, String description, String... names) {
        return textBuilder(paramLabel, description, names).build();
    }

    /** The same, of which there is more to say. */
    static OptionSpec.Builder textBuilder(String paramLabel, String description, String... names) {
        return OptionSpec.builder(names)
                .paramLabel(paramLabel)
                .type(String.class)
                .description(description);
    }

    /** A flag with a value that may be repeated. */
    static OptionSpec list(String paramLabel, String description, String name) {
        return OptionSpec.builder(name)
                .paramLabel(paramLabel)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(description)
                .build();
    }

    /** A flag without a value. */
    static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names)
                .type(boolean.class)
                .description(description)
                .build();
    }
}
