package io.isol8.app;

import io.isol8.domain.Isol8Exception;
import io.isol8.ports.SystemClock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The program {@code isol8} (spec 26). */
public final class Main {

    static final int FAILURE = 1;

    /** In the order of the help. */
    private static final Map<String, Supplier<CommandSpec>> COMMANDS = inOrder();

    private final Console console;
    private final Map<String, String> environment;
    private final EarlyConnection connection;

    private Main(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
        this.connection = new EarlyConnection(environment);
    }

    /** Ends the JVM with the exit code of the command. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, Console.system(System.getenv()), System.getenv()));
    }

    static int run(String[] arguments, Console console, Map<String, String> environment) {
        return new Main(console, environment).run(arguments);
    }

    private int run(String[] arguments) {
        if (mayRunHere(arguments)) {
            connection.begin();
        }
        CommandLine command = commands(arguments)
                .setExpandAtFiles(false)
                .setOut(console.outWriter())
                .setErr(console.errWriter())
                .setExecutionStrategy(this::execute)
                .setParameterExceptionHandler(new UsageErrors(console));
        int exitCode = command.execute(arguments);
        return exitCode == 0 ? attempt(this::flushed) : exitCode;
    }

    private static Map<String, Supplier<CommandSpec>> inOrder() {
        Map<String, Supplier<CommandSpec>> commands = new LinkedHashMap<>();
        commands.put("run", RunFlags::spec);
        commands.put("serve", ServeArguments::spec);
        commands.put("session", SessionArguments::spec);
        commands.put("login", LoginArguments::spec);
        commands.put("logout", Isol8Command::logout);
        commands.put("setup", SetupArguments::spec);
        commands.put("build", BuildArguments::spec);
        commands.put("list-custom", ListCustomCommand::spec);
        commands.put("cleanup", CleanupArguments::spec);
        commands.put("config", ConfigArguments::spec);
        commands.put("completion", Isol8Command::completion);
        return Collections.unmodifiableMap(commands);
    }

    /** All commands there are. */
    static CommandLine commands() {
        CommandLine all = new CommandLine(Isol8Command.spec());
        COMMANDS.forEach((name, spec) -> all.addSubcommand(name, spec.get()));
        return all;
    }

    /** Those that the arguments can mean: describing all of them would keep every run waiting. */
    private static CommandLine commands(String[] arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        if (arguments.length == 1 && Isol8Command.VERSION.contains(first)) {
            return new CommandLine(Isol8Command.spec());
        }
        Supplier<CommandSpec> only = COMMANDS.get(first);
        return only == null ? commands() : new CommandLine(Isol8Command.spec()).addSubcommand(first, only.get());
    }

    /** Found out before the command line is understood, and in no time. */
    private static boolean mayRunHere(String[] arguments) {
        for (String argument : arguments) {
            if (argument.equals(Remote.HOST) || argument.startsWith(Remote.HOST + "=")) {
                return false;
            }
        }
        return arguments.length > 0 && arguments[0].equals("run");
    }

    private int execute(ParseResult parsed) {
        Help.Ansi colours = console.isOutColoured() ? Help.Ansi.ON : Help.Ansi.OFF;
        parsed.commandSpec().commandLine().setColorScheme(Help.defaultColorScheme(colours));
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        ParseResult named = parsed;
        while (named.hasSubcommand()) {
            named = named.subcommand();
        }
        CommandLine command = named.commandSpec().commandLine();
        if (!command.getSubcommands().isEmpty()) {
            command.usage(command.getOut());
            return 0;
        }
        Logs.configure(Isol8Command.wantsDebug(parsed));
        if (Isol8Command.wantsQuiet(parsed)) {
            console.beQuiet();
        }
        ParseResult arguments = named;
        return attempt(() -> execute(command.getCommandSpec().qualifiedName(" "), arguments));
    }

    private int execute(String command, ParseResult arguments) {
        ConfigFiles configs = new ConfigFiles(console, environment);
        return switch (command) {
            case "isol8 serve" ->
                new ServeCommand(console, environment, configs).run(new ServeArguments(arguments, environment));
            case "isol8 config" -> new ConfigCommand(console, configs).run(new ConfigArguments(arguments));
            case "isol8 login" -> login().login(new LoginArguments(arguments, environment));
            case "isol8 logout" -> login().logout();
            case "isol8 session list" -> sessions().list(new SessionArguments(arguments));
            case "isol8 session stop" -> sessions().stop(new SessionArguments(arguments));
            case "isol8 list-custom" -> new ListCustomCommand(console, environment).run();
            case "isol8 cleanup" -> new CleanupCommand(console, environment).run(new CleanupArguments(arguments));
            case "isol8 setup" -> new SetupCommand(console, environment, configs).run(new SetupArguments(arguments));
            case "isol8 build" -> new BuildCommand(console, environment).run(new BuildArguments(arguments));
            case "isol8 completion" -> completion();
            default -> new RunCommand(console, environment, configs, connection).run(new RunArguments(arguments));
        };
    }

    private int completion() {
        console.out(AutoComplete.bash("isol8", commands()));
        return 0;
    }

    private LoginCommand login() {
        return new LoginCommand(console, environment, SystemClock.INSTANCE);
    }

    private SessionCommand sessions() {
        return new SessionCommand(console, remote());
    }

    private Remote remote() {
        return new Remote(environment, console, SystemClock.INSTANCE);
    }

    private int flushed() {
        console.flush();
        return 0;
    }

    /** The exit code, also of what fails. */
    private int attempt(IntSupplier job) {
        try {
            return job.getAsInt();
        } catch (Console.Closed e) {
            return Console.Closed.EXIT_CODE;
        } catch (Isol8Exception e) {
            return failed(e, e.message());
        } catch (OutOfMemoryError e) {
            return failed(
                    e, "Java has not got the memory that this takes. ISOL8_JAVA_OPTS=-Xmx2g would give it 2 GiB.");
        } catch (RuntimeException e) {
            return failed(e, "This should not happen and is a defect of isol8: " + e);
        }
    }

    private int failed(Throwable failure, String message) {
        LoggerFactory.getLogger(Main.class).debug("Failed", failure);
        console.error(message);
        return FAILURE;
    }
}
