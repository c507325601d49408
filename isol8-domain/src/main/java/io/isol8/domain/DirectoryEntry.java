package io.isol8.domain;

/**
 * A file in a directory of a sandbox.
 *
 * @param name without the directory; what is no UTF-8 in it became U+FFFD
 */
public record DirectoryEntry(String name, FileAttributes attributes) {}
