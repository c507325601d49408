package io.isol8.domain;

/** One of the two streams that a program writes to. */
public enum OutputChannel {
    STDOUT,
    STDERR
}
