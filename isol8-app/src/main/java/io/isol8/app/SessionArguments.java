package io.isol8.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** What the command lines of {@code isol8 session list} and {@code isol8 session stop} say (spec 26.25). */
final class SessionArguments {

    private static final String JSON = "--json";

    private final ParseResult parsed;

    SessionArguments(ParseResult parsed) {
        this.parsed = parsed;
    }

    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("session");
        spec.usageMessage()
                .description("Look after the sessions that you have on a server.")
                .synopsisHeading("Usage: ")
                .synopsisSubcommandLabel("COMMAND")
                .commandListHeading("%nCommands:%n")
                .optionListHeading("%nOptions:%n")
                .footer("", "Example:", "  isol8 session list --host http://localhost:3000");
        return spec.addSubcommand("list", list()).addSubcommand("stop", stop());
    }

    private static CommandSpec list() {
        return command("list", "List the sessions of the key's owner, the last used first.", "list")
                .addOption(Specs.flag("As JSON.", JSON));
    }

    private static CommandSpec stop() {
        return command("stop", "End a session and whatever runs in it.", "stop job-1")
                .addPositional(PositionalParamSpec.builder()
                        .index("0")
                        .arity("1")
                        .required(true)
                        .type(String.class)
                        .paramLabel("ID")
                        .description("The session.")
                        .build());
    }

    private static CommandSpec command(String name, String description, String example) {
        String line = "  isol8 session " + example + " --host http://localhost:3000";
        return Specs.command(name, description, "Example:", line)
                .addOption(Remote.hostOption().required(true).build())
                .addOption(Remote.keyOption().build());
    }

    ParseResult parsed() {
        return parsed;
    }

    String host() {
        return Remote.host(parsed).orElseThrow();
    }

    boolean wantsJson() {
        return parsed.hasMatchedOption(JSON);
    }

    /** Which session. */
    String id() {
        return parsed.matchedPositionalValue(0, "");
    }
}
