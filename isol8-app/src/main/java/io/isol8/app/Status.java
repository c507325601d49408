package io.isol8.app;

/** What a message is, which is how it begins (spec 26.2). */
enum Status {
    OK("32"),
    DONE("32"),
    INFO("36"),
    WARN("33"),
    ERR("31");

    private final String colour;

    /** @param colour as terminals know it */
    Status(String colour) {
        this.colour = colour;
    }

    /** The whole message. */
    String line(String message, boolean coloured) {
        String mark = "[" + name() + "]";
        return (coloured ? "\033[" + colour + "m" + mark + "\033[0m" : mark) + " " + message + "\n";
    }
}
