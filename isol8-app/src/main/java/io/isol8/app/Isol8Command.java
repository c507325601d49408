package io.isol8.app;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** {@code isol8} itself: help, version, and what holds for every command (spec 26.1). */
final class Isol8Command {

    /** What asks for the version. */
    static final List<String> VERSION = List.of("-V", "--version");

    private static final String DEBUG = "--debug";
    private static final String QUIET = "--quiet";

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
                .addOption(everywhere("-q", QUIET)
                        .description("Say nothing but results, warnings and errors.")
                        .build())
                .addOption(everywhere("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help and exit.")
                        .build())
                .addOption(OptionSpec.builder(VERSION.toArray(String[]::new))
                        .versionHelp(true)
                        .description("Show the version and exit.")
                        .build());
    }

    static CommandSpec logout() {
        return Specs.command(
                "logout",
                "Forget the key that 'isol8 login' keeps.",
                "The server goes on accepting it until it expires or is revoked.",
                "",
                "Example:",
                "  isol8 logout");
    }

    static CommandSpec completion() {
        return Specs.command(
                "completion",
                "Print what makes bash or zsh complete isol8's commands and flags.",
                "In ~/.bashrc the example makes it hold for every shell.",
                "",
                "Example:",
                "  source <(isol8 completion)");
    }

    private static OptionSpec.Builder everywhere(String... names) {
        return OptionSpec.builder(names).type(boolean.class).scopeType(ScopeType.INHERIT);
    }

    /** @param parsed of the whole command line */
    static boolean wantsDebug(ParseResult parsed) {
        return wants(DEBUG, parsed);
    }

    /** @param parsed of the whole command line */
    static boolean wantsQuiet(ParseResult parsed) {
        return wants(QUIET, parsed);
    }

    private static boolean wants(String option, ParseResult parsed) {
        return parsed.hasMatchedOption(option) || (parsed.hasSubcommand() && wants(option, parsed.subcommand()));
    }
}
