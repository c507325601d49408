package io.isol8.app;

import io.isol8.domain.Isol8Exception;

/**
 * A port to listen on.
 *
 * @param number 1 to 65535
 */
record Port(int number) {

    static final Port DEFAULT = new Port(3000);

    private static final int LAST = 65_535;

    /**
     * @param source who chose it, for the error
     * @throws Isol8Exception with the text of spec 26.19
     */
    static Port of(String source, String text) {
        if (text.matches("\\d{1,5}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= LAST) {
                return new Port(number);
            }
        }
        throw Isol8Exception.invalid(
                "Invalid port from " + source + ": " + Console.printable(text) + ". Expected 1-" + LAST + ".");
    }
}
