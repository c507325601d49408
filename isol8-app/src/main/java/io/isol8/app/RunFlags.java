package io.isol8.app;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The flags of {@code isol8 run} (spec 26.3). They are declared in code, not by annotations: reading those takes picocli
 * longer than all the rest of its work.
 */
final class RunFlags {

    static final String EVAL = "--eval";
    static final String CMD = "--cmd";
    static final String RUNTIME = "--runtime";
    static final String STDIN = "--stdin";
    static final String INTERACTIVE = "--interactive";
    static final String ENV = "--env";
    static final String SECRET = "--secret";
    static final String FILES = "--files";
    static final String INSTALL = "--install";
    static final String SETUP = "--setup";
    static final String WORKDIR = "--workdir";
    static final String TIMEOUT = "--timeout";
    static final String MEMORY = "--memory";
    static final String CPU = "--cpu";
    static final String PIDS_LIMIT = "--pids-limit";
    static final String SANDBOX_SIZE = "--sandbox-size";
    static final String TMP_SIZE = "--tmp-size";
    static final String MAX_OUTPUT = "--max-output";
    static final String IMAGE = "--image";
    static final String NO_STREAM = "--no-stream";
    static final String OUT = "--out";
    static final String PERSIST = "--persist";
    static final String PERSISTENT = "--persistent";
    static final String SESSION_ID = "--session-id";

    private static final List<String> RUNTIMES = List.of("python", "node", "bun", "deno", "bash");

    private RunFlags() {}

    static CommandSpec spec() {
        CommandSpec spec = Specs.command(
                "run",
                "Run a program in a sandbox and exit with its exit code.",
                "Without FILE, -e, --cmd and a URL the program is read from standard input.",
                "",
                "Examples:",
                "  isol8 run script.py",
                "  isol8 run -e 'console.log(1 + 1)' --runtime node",
                "  echo 'ls -la' | isol8 run --runtime bash --timeout 5000",
                "  isol8 run script.py --files ./data --host http://localhost:3000");
        program(spec);
        UrlFlags.addTo(spec);
        surroundings(spec);
        limits(spec);
        NetworkFlags.addTo(spec);
        output(spec);
        place(spec);
        return spec;
    }

    private static void program(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                        .index("0")
                        .arity("0..1")
                        .type(String.class)
                        .paramLabel("[FILE]")
                        .hideParamSyntax(true)
                        .description("The program; its ending picks the runtime.")
                        .build())
                .addOption(Specs.text("CODE", "The program itself.", "-e", EVAL))
                .addOption(Specs.text("CMD", "A bash command line instead; by default in bash's image.", CMD))
                .addOption(Specs.textBuilder(
                                "NAME",
                                "python, node, bun, deno or bash. By default the file's ending decides, else python.",
                                "-r",
                                RUNTIME)
                        .completionCandidates(RUNTIMES)
                        .build());
    }

    private static void surroundings(CommandSpec spec) {
        spec.addOption(Specs.text("DATA", "What the program reads from standard input.", STDIN))
                .addOption(Specs.flag("Pass on standard input as it comes, and the first Ctrl-C.", "-i", INTERACTIVE))
                .addOption(Specs.list("K=V", "A variable for the program. May be repeated.", ENV))
                .addOption(Specs.list("K=V", "As --env, and masked in the output. May be repeated.", SECRET))
                .addOption(Specs.text("DIR", "Put the files of this directory into /sandbox.", FILES))
                .addOption(Specs.list("PKG", "A package, or several with commas between. May be repeated.", INSTALL))
                .addOption(Specs.list("CMD", "Run this, or the script of that name, before. May be repeated.", SETUP))
                .addOption(Specs.text("PATH", "Where the program starts. Default: /sandbox.", WORKDIR));
    }

    private static void limits(CommandSpec spec) {
        spec.addOption(Specs.text("MS", "Deadline in milliseconds. Default: 30000.", TIMEOUT))
                .addOption(Specs.text("SIZE", "Memory limit, e.g. 512m (the default), 1g.", MEMORY))
                .addOption(Specs.text("CORES", "CPU limit in cores, e.g. 0.5. Default: 1.", CPU))
                .addOption(Specs.text("N", "Most processes and threads. Default: 64.", PIDS_LIMIT))
                .addOption(Specs.text("SIZE", "Size of /sandbox. Default: 512m.", SANDBOX_SIZE))
                .addOption(Specs.text("SIZE", "Size of /tmp. Default: 256m.", TMP_SIZE))
                .addOption(
                        Specs.text("BYTES", "Bytes of each output stream that are kept. Default: 1048576.", MAX_OUTPUT))
                .addOption(Specs.text("NAME", "Run in this image instead of the runtime's own.", IMAGE));
    }

    private static void output(CommandSpec spec) {
        spec.addOption(Specs.flag("Print the output at the end instead of as it comes.", NO_STREAM))
                .addOption(Specs.text("FILE", "Also write standard output to this file. Implies --no-stream.", OUT))
                .addOption(Specs.flag("Leave the sandbox running afterwards, to look into it.", PERSIST));
    }

    private static void place(CommandSpec spec) {
        spec.addOption(Remote.hostOption()
                        .description("Run on this server, e.g. http://localhost:3000.")
                        .build())
                .addOption(Remote.keyOption().build())
                .addOption(Specs.flag("Run in a session: a sandbox that several runs can share.", PERSISTENT))
                .addOption(
                        Specs.text("ID", "The session on the server, which is kept. Implies --persistent.", SESSION_ID))
                .addOption(ConfigArguments.option());
    }
}
