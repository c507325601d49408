package io.isol8.testkit;

/** What can be asked of an {@link InMemoryContainerRuntime} and can be made to fail. */
public enum Operation {
    PING,
    CREATE,
    WRITE_FILE,
    READ_FILE,
    OPEN_EGRESS,
    SPAWN,
    KILL,
    RESET,
    LEAVE,
    CLOSE,
    REMOVE_ALL
}
