package io.isol8.app;

import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said about a command line that cannot be understood: one line on standard error (spec 26.1). */
final class UsageErrors implements IParameterExceptionHandler {

    private final Console console;

    UsageErrors(Console console) {
        this.console = console;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        console.err("error: " + Console.printable(describe(failure)) + "\n");
        return Main.FAILURE;
    }

    private static String describe(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unknown(unmatched, unmatched.getUnmatched().get(0));
        }
        return String.valueOf(failure.getMessage());
    }

    private static String unknown(UnmatchedArgumentException failure, String argument) {
        if (argument.startsWith("-")) {
            return "unknown option '" + argument + "'" + suggestion(failure, argument);
        }
        return failure.getCommandLine().getSubcommands().isEmpty()
                ? "unexpected argument '" + argument + "'"
                : "unknown command '" + argument + "'" + suggestion(failure, argument);
    }

    /** What is found to be similar may have little in common with it; the first letter is seldom mistyped. */
    private static String suggestion(UnmatchedArgumentException failure, String argument) {
        return failure.getSuggestions().stream()
                .filter(similar -> initial(similar).equals(initial(argument)))
                .findFirst()
                .map(similar -> " (did you mean " + similar + "?)")
                .orElse("");
    }

    private static String initial(String text) {
        String letters = text.replaceFirst("^-+", "");
        return letters.isEmpty() ? "" : letters.substring(0, 1);
    }
}
