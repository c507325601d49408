package io.isol8.domain;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of isol8: something kept a program from being run to its end.
 *
 * <p>How a program itself ended (exit code, signal, deadline, memory) is never an exception but part of the
 * {@link ExecutionResult}. The message is meant for people and stands on its own.
 */
public final class Isol8Exception extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String summary;

    public Isol8Exception(ErrorCode code, String message) {
        this(code, message, null);
    }

    public Isol8Exception(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, message, cause);
    }

    private Isol8Exception(ErrorCode code, String summary, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.summary = summary;
    }

    /** A failure whose message ends with what a program of the caller's wrote. */
    public static Isol8Exception withOutput(ErrorCode code, String summary, String output) {
        return new Isol8Exception(code, summary, summary + ": " + output, null);
    }

    /** A request that names the offending field and its bound. */
    public static Isol8Exception invalid(String message) {
        return new Isol8Exception(ErrorCode.INVALID_REQUEST, message);
    }

    /** The same in other words, and without its cause. */
    public Isol8Exception worded(String itsSummary, String itsMessage) {
        return new Isol8Exception(code, itsSummary, itsMessage, null);
    }

    public ErrorCode code() {
        return code;
    }

    /** The message without anything that a program of the caller's wrote, for those who may not see that. */
    public String summary() {
        return summary;
    }

    /** The message; unlike {@link #getMessage()} never null. */
    public String message() {
        String message = getMessage();
        return message == null ? code.name() : message;
    }
}
