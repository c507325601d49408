package io.isol8.domain;

/** Whether executions share a sandbox (spec 1.4). */
public enum Mode {
    /** Every execution finds a sandbox as new. */
    EPHEMERAL,
    /** All executions of an engine, or of a session, use one sandbox: files and background processes stay. */
    PERSISTENT
}
