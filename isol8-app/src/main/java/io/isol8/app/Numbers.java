package io.isol8.app;

import io.isol8.domain.Isol8Exception;

/** Numbers on the command line; what is wrong with one is said in terms of its flag. */
final class Numbers {

    private Numbers() {}

    static int whole(String flag, String text, int least, int most) {
        return (int) whole(flag, text, (long) least, (long) most);
    }

    static long whole(String flag, String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw notWhole(flag, text, least, most);
        }
        throw notWhole(flag, text, least, most);
    }

    private static Isol8Exception notWhole(String flag, String text, long least, long most) {
        return Isol8Exception.invalid(flag + " must be a whole number between " + least + " and " + most + ", not \""
                + Console.printable(text) + "\".");
    }

    static double decimal(String flag, String text) {
        if (!text.matches("\\d{1,9}(\\.\\d{1,9})?|\\.\\d{1,9}")) {
            throw Isol8Exception.invalid(
                    flag + " must be a number like 2 or 0.5, not \"" + Console.printable(text) + "\".");
        }
        return Double.parseDouble(text);
    }
}
