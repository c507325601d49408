package io.isol8.domain;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a running program can be sent (spec 6.3). */
public enum Signal {
    SIGINT(2),
    SIGTERM(15),
    SIGKILL(9);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /** The kernel's number for it, the same on every machine that isol8 runs on. */
    public int number() {
        return number;
    }

    /** @throws Isol8Exception if there is none of that name */
    public static Signal of(String name) {
        return Arrays.stream(values())
                .filter(signal -> signal.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Isol8Exception.invalid("Unknown signal: \"" + Ascii.printable(name)
                        + "\". Use one of: "
                        + Arrays.stream(values()).map(Signal::name).collect(Collectors.joining(", "))));
    }
}
