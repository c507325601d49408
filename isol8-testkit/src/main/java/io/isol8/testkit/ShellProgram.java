package io.isol8.testkit;

import io.isol8.domain.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The programs that the contracts run: each is a text for a real bash, and the same thing again as a {@link Script}, by
 * which an {@link InMemoryContainerRuntime} recognises and runs it.
 */
public enum ShellProgram {
    /** Every argument on a line of standard output. */
    ECHO_ARGS("printf '%s\\n' \"$@\"", (run, args) -> run.stdout(String.join("\n", args) + "\n")),

    /** Its first argument on standard error, as it is. */
    WRITE_STDERR("printf '%s' \"$1\" >&2", (run, args) -> run.stderr(args.get(0))),

    /** The bytes that its first argument names in hexadecimal. */
    WRITE_BYTES(
            "printf \"$(printf '%s' \"$1\" | sed 's/../\\\\x&/g')\"",
            (run, args) -> run.stdout(HexFormat.of().parseHex(args.get(0)))),

    /** So many lines of 8 bytes, counting up from 1000000. */
    COUNT_LINES("seq 1000000 $((999999 + $1))", ShellProgram::countLines),

    /** So many numbered lines on each of both streams, in turns. */
    BOTH_STREAMS("for i in $(seq \"$1\"); do echo \"out $i\"; echo \"err $i\" >&2; done", (run, args) -> {
        for (int i = 1; i <= Integer.parseInt(args.get(0)); i++) {
            run.stdout("out " + i + "\n").stderr("err " + i + "\n");
        }
    }),

    /** Standard input to standard output, as it comes. */
    CAT_STDIN("cat", (run, args) -> {
        for (Optional<byte[]> piece = run.readStdin(); piece.isPresent(); piece = run.readStdin()) {
            run.stdout(piece.get());
        }
    }),

    /** A file to standard output; exit code 1 if there is none. */
    CAT_FILE("cat \"$1\"", (run, args) -> {
        requireFile(run, args.get(0));
        run.stdout(run.file(args.get(0)).orElseThrow());
    }),

    /** Permission bits, user and group of a file. */
    STAT_FILE(
            "stat -c '%a %u:%g' \"$1\"",
            (run, args) -> {
                requireFile(run, args.get(0));
                run.stdout(Integer.toOctalString(run.mode(args.get(0)).orElseThrow()) + " 100:101\n");
            }),

    /** The value of a variable, or {@code unset}. */
    PRINT_VARIABLE(
            "echo \"${!1-unset}\"",
            (run, args) -> run.stdout(run.spec().env().getOrDefault(args.get(0), "unset") + "\n")),

    /** The working directory. */
    PRINT_WORKDIR("pwd", (run, args) -> run.stdout(run.spec().workdir() + "\n")),

    /** Ends with that exit code. */
    EXIT_WITH("exit \"$1\"", (run, args) -> run.exit(Integer.parseInt(args.get(0)))),

    /** Ends itself by the signal of that number. */
    KILL_SELF("kill -\"$1\" $$", (run, args) -> run.signal(Integer.parseInt(args.get(0)))),

    /** Says {@code ready} and does nothing for ever. */
    SLEEP_FOREVER(
            "echo ready; exec sleep infinity",
            (run, args) -> run.stdout("ready\n").hang()),

    /** Says {@code left} and ends, but leaves a child that holds its streams open for ever. */
    LEAVE_CHILD("sleep infinity & echo left", (run, args) -> run.stdout("left\n")),

    /** Tells the number of a child that it leaves running for ever, and ends. */
    START_CHILD("sleep infinity >/dev/null 2>&1 & echo $!", (run, args) -> run.stdout(run.startBackground() + "\n")),

    /** Tells the number of a child that it starts, and does nothing for ever. */
    START_CHILD_AND_SLEEP("sleep infinity >/dev/null 2>&1 & echo $!; exec sleep infinity", (run, args) -> {
        run.stdout(run.startBackground() + "\n");
        run.hang();
    }),

    /** Whether the process of that number is {@code alive} or {@code gone}. */
    LOOK_FOR_CHILD(
            "kill -0 \"$1\" 2>/dev/null && echo alive || echo gone",
            (run, args) -> run.stdout(run.isInBackground(Integer.parseInt(args.get(0))) ? "alive\n" : "gone\n")),

    /** Says {@code ready}, and when the signal of that name (without SIG) comes says so and ends with exit code 3. */
    CATCH_SIGNAL("trap 'echo \"caught $1\"; exit 3' \"$1\"; echo ready; sleep infinity & wait", (run, args) -> {
        run.catchSignal(Signal.of("SIG" + args.get(0))).stdout("ready\n").awaitSignal();
        run.stdout("caught " + args.get(0) + "\n").exit(3);
    }),

    /** Sleeps for so many milliseconds. */
    SLEEP_MILLIS(
            "sleep \"$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))\"",
            (run, args) -> run.delay(Duration.ofMillis(Long.parseLong(args.get(0))))),

    /** Makes a file of its second argument. */
    WRITE_FILE(
            "printf '%s' \"$2\" > \"$1\"",
            (run, args) -> run.writeFile(args.get(0), args.get(1).getBytes(StandardCharsets.UTF_8)));

    /** What the programs do with their arguments. */
    @FunctionalInterface
    private interface Model {
        void run(ScriptedRun run, List<String> args) throws InterruptedException;
    }

    private static final Pattern WORD = Pattern.compile(" '([^']*(?:'\\\\''[^']*)*)'");
    private static final Pattern TEXT = Pattern.compile("set --((?:" + WORD.pattern() + ")*)\n(.*)", Pattern.DOTALL);

    private final String script;

    @SuppressWarnings("ImmutableEnumChecker") // the models hold no state
    private final Model model;

    ShellProgram(String script, Model model) {
        this.script = script;
        this.model = model;
    }

    /** The program's text, for {@code bash -c} or a file, with its arguments in it. */
    public String text(Object... args) {
        StringBuilder text = new StringBuilder("set --");
        for (Object arg : args) {
            text.append(" '").append(arg.toString().replace("'", "'\\''")).append('\'');
        }
        return text.append('\n').append(script).toString();
    }

    /** The argument vector that runs the program. */
    public List<String> argv(Object... args) {
        return List.of("bash", "-c", text(args));
    }

    /** What a text made by {@link #text} does; empty for any other text. */
    static Optional<Script> recognise(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> args = words(matcher.group(1));
        String script = matcher.group(matcher.groupCount());
        for (ShellProgram program : values()) {
            if (program.script.equals(script)) {
                return Optional.of(run -> program.model.run(run, args));
            }
        }
        return Optional.empty();
    }

    private static List<String> words(String quoted) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(quoted);
        while (word.find()) {
            words.add(word.group(1).replace("'\\''", "'"));
        }
        return words;
    }

    private static void countLines(ScriptedRun run, List<String> args) throws InterruptedException {
        int end = 1_000_000 + Integer.parseInt(args.get(0));
        StringBuilder lines = new StringBuilder();
        for (int line = 1_000_000; line < end; line++) {
            lines.append(line).append('\n');
            if (lines.length() >= 8192) {
                run.stdout(lines.toString());
                lines.setLength(0);
            }
        }
        run.stdout(lines.toString());
    }

    /** What {@link #COUNT_LINES} writes. */
    static byte[] countedLines(int count) {
        StringBuilder lines = new StringBuilder(8 * count);
        for (int line = 1_000_000; line < 1_000_000 + count; line++) {
            lines.append(line).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void requireFile(ScriptedRun run, String path) throws InterruptedException {
        if (run.file(path).isEmpty()) {
            run.stderr(path + ": No such file or directory\n").exit(1);
        }
    }
}
