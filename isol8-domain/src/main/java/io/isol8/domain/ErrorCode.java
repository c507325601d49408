package io.isol8.domain;

/** What went wrong, in the words of isol8; every {@link Isol8Exception} carries one. */
public enum ErrorCode {
    /** The request or an option is not acceptable; the message names the field and its bound. */
    INVALID_REQUEST,
    /** What came over the wire is not what the protocol says: no JSON, or a field of the wrong type. */
    MALFORMED_REQUEST,
    /** More was asked for than the key allows; the message names the option and its bound (spec 9.7). */
    BEYOND_POLICY,
    /** Code was to come from a URL and the policy refuses it (spec 22). */
    REMOTE_CODE_REFUSED,
    /** Code was to come from a URL and did not: nobody answers there, or not as they should (spec 22.4). */
    REMOTE_CODE_FAILED,
    /** The container engine cannot be reached. */
    ENGINE_UNAVAILABLE,
    /** The container engine is too old, or too new, to be spoken to. */
    ENGINE_UNSUPPORTED,
    /** The container engine answered with an error that has no code of its own. */
    ENGINE_FAILED,
    /** The image of the sandbox does not exist. */
    IMAGE_MISSING,
    /** An image could not be built. */
    IMAGE_BUILD_FAILED,
    /** The machine of the container engine has no space left. */
    OUT_OF_DISK,
    /** The port that a server was to listen on is taken. */
    PORT_IN_USE,
    /** A container of that name exists. */
    NAME_IN_USE,
    /** The sandbox did not start, died or stopped answering; what ran in it is gone. */
    SANDBOX_LOST,
    /** The program could not be started in the sandbox. */
    START_FAILED,
    /** A file could not be written into or read from the sandbox. */
    FILE_FAILED,
    /** A file that was to be read, or looked at, does not exist. */
    FILE_NOT_FOUND,
    /** Packages could not be installed; the message holds the exit code and what the installation said (spec 12.4). */
    INSTALL_FAILED,
    /** A setup script failed; the message holds its exit code and what it wrote to standard error (spec 23.2). */
    SETUP_FAILED,
    /** A session's sandbox belongs to another runtime (spec 7.4). */
    RUNTIME_SWITCH,
    /** There is no such session, or nothing has run in it yet, so that it has no files (spec 17.1). */
    NO_SANDBOX,
    /** A host has no address, or nobody there takes a connection. */
    HOST_UNREACHABLE,
    /** As many executions wait for their turn as may wait. */
    BUSY,
    /** The database that keeps the API keys does not answer, or not as it should; it may do so later. */
    KEY_STORE_UNAVAILABLE,
    /** An audit record could not be written. No execution ever fails with it (spec 21.10). */
    AUDIT_FAILED,
    /** The engine was stopped, or the waiting thread interrupted, before the program ran. */
    CANCELLED
}
