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
        return Specs.command(
                        "config",
                        "Show the configuration that holds here.",
                        "Without --config it is read from ./" + ConfigFiles.BESIDE + ", else from",
                        "~/" + ConfigFiles.AT_HOME + ", else everything is as built in.",
                        "",
                        "Example:",
                        "  isol8 config --json --config staging.json")
                .addOption(Specs.flag("All of it as JSON.", JSON))
                .addOption(Specs.flag("The JSON schema of a config file, and nothing else.", SCHEMA))
                .addOption(option());
    }

    /** For every command that reads the configuration (spec 8.9). */
    static OptionSpec option() {
        return Specs.text("FILE", "Read the configuration from this file.", CONFIG);
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
