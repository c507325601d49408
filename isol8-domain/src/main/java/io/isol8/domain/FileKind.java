package io.isol8.domain;

/** What a path in a sandbox leads to. */
public enum FileKind {
    FILE,
    DIRECTORY,
    LINK,
    /** A socket, a pipe, a device. */
    OTHER
}
