package io.isol8.app;

import io.isol8.domain.Isol8Exception;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What the command line of {@code isol8 config} says (spec 26.17), and of every command about its configuration. */
final class ConfigArguments {

    private static final String CONFIG = "--config";
    private static final String JSON = "--json";
    private static final String SCHEMA = "--schema";

    private final ParseResult parsed;

    /** @throws Isol8Exception if two things are to be printed */
    ConfigArguments(ParseResult parsed) {
        if (parsed.hasMatchedOption(JSON) && parsed.hasMatchedOption(SCHEMA)) {
            throw Isol8Exception.invalid("--json cannot be combined with --schema.");
        }
        this.parsed = parsed;
    }

    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("config");
        spec.usageMessage()
                .description("Show the configuration that holds here.")
                .synopsisHeading("Usage: ")
                .abbreviateSynopsis(true)
                .optionListHeading("%nOptions:%n")
                .sortOptions(false)
                .footer(
                        "",
                        "Without --config it is read from ./" + ConfigFiles.BESIDE + ", else from",
                        "~/" + ConfigFiles.AT_HOME + ", else everything is as built in.",
                        "",
                        "Example:",
                        "  isol8 config --json --config staging.json");
        return spec.addOption(flag(JSON, "All of it as JSON."))
                .addOption(flag(SCHEMA, "The JSON schema of a config file, and nothing else."))
                .addOption(option());
    }

    private static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .description(description)
                .build();
    }

    /** For every command that reads the configuration (spec 8.9). */
    static OptionSpec option() {
        return OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .type(String.class)
                .description("Read the configuration from this file.")
                .build();
    }

    /** The file that {@link #option()} names. */
    static @Nullable String file(ParseResult parsed) {
        return parsed.matchedOptionValue(CONFIG, (@Nullable String) null);
    }

    @Nullable
    String file() {
        return file(parsed);
    }

    boolean wantsJson() {
        return parsed.hasMatchedOption(JSON);
    }

    boolean wantsSchema() {
        return parsed.hasMatchedOption(SCHEMA);
    }
}
