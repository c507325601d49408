package io.isol8.domain;

import java.time.Instant;

/**
 * What is known of a file in a sandbox.
 *
 * @param mode permission bits, e.g. {@code 0644} octal
 * @param size bytes
 * @param modified to the millisecond
 */
public record FileAttributes(FileKind kind, int mode, long size, Instant modified) {}
