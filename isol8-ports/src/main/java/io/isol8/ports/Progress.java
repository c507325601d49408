package io.isol8.ports;

/** Hears, in lines for people, how something long proceeds. Thread-safe. */
@FunctionalInterface
public interface Progress {

    void line(String text);
}
