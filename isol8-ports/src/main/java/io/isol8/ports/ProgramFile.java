package io.isol8.ports;

/**
 * A file that a program is started from.
 *
 * @param path absolute
 * @param mode permission bits, as for {@link SandboxFiles#write}
 * @param content belongs to whom it is given
 */
public record ProgramFile(String path, int mode, byte[] content) {}
