package io.isol8.app;

import io.isol8.domain.Isol8Exception;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The program {@code isol8} (spec 26). */
public final class Main {

    static final int FAILURE = 1;

    private Main() {}

    /** Ends the JVM with the exit code of the command. */
    public static void main(String[] arguments) {
        Console console = Console.system();
        int exitCode = run(arguments, console, System.getenv());
        console.flush();
        System.exit(exitCode);
    }

    static int run(String[] arguments, Console console, Map<String, String> environment) {
        EarlyConnection connection = new EarlyConnection(environment);
        if (arguments.length > 1 && arguments[0].equals("run")) {
            connection.begin();
        }
        CommandLine command = new CommandLine(new Isol8Command())
                .addSubcommand(new RunCommand(console, environment, connection))
                .setExpandAtFiles(false)
                .setOut(console.outWriter())
                .setErr(console.errWriter())
                .setExecutionStrategy(Main::execute)
                .setParameterExceptionHandler(new UsageErrors(console))
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> failed(failure, console));
        return arguments.length == 0 ? command.execute("--help") : command.execute(arguments);
    }

    private static int execute(ParseResult parsed) {
        Isol8Command root = (Isol8Command) parsed.commandSpec().root().userObject();
        Logs.configure(root.debug);
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int failed(Exception failure, Console console) throws Exception {
        if (failure instanceof Console.Closed) {
            return Console.Closed.EXIT_CODE;
        }
        if (failure instanceof Isol8Exception ours) {
            console.error(ours.message());
            return FAILURE;
        }
        throw failure;
    }
}
