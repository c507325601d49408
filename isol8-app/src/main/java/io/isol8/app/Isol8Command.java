package io.isol8.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** {@code isol8} itself: help, version, and what holds for every command (spec 26.1). */
final class Isol8Command {

    private static final String DEBUG = "--debug";

    private Isol8Command() {}

    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("isol8").versionProvider(new Version());
        spec.usageMessage()
                .description("Runs code that nobody should trust inside locked-down containers.")
                .synopsisHeading("Usage: ")
                .synopsisSubcommandLabel("COMMAND")
                .commandListHeading("%nCommands:%n")
                .optionListHeading("%nOptions:%n")
                .footer(
                        "",
                        "Example:",
                        "  isol8 run -e 'print(\"hello\")' --runtime python",
                        "",
                        "'isol8 COMMAND --help' tells more about a command.");
        return spec.addOption(everywhere(DEBUG)
                        .description("Log what isol8 does on standard error.")
                        .build())
                .addOption(everywhere("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help and exit.")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version and exit.")
                        .build());
    }

    /** {@code isol8 logout} has nothing to be told. */
    static CommandSpec logout() {
        CommandSpec spec = CommandSpec.create().name("logout");
        spec.usageMessage()
                .description("Forget the key that 'isol8 login' keeps.")
                .synopsisHeading("Usage: ")
                .abbreviateSynopsis(true)
                .optionListHeading("%nOptions:%n")
                .footer(
                        "",
                        "The server goes on accepting it until it expires or is revoked.",
                        "",
                        "Example:",
                        "  isol8 logout");
        return spec;
    }

    private static OptionSpec.Builder everywhere(String... names) {
        return OptionSpec.builder(names).type(boolean.class).scopeType(ScopeType.INHERIT);
    }

    /** @param parsed of the whole command line */
    static boolean wantsDebug(ParseResult parsed) {
        return parsed.hasMatchedOption(DEBUG) || (parsed.hasSubcommand() && wantsDebug(parsed.subcommand()));
    }
}
