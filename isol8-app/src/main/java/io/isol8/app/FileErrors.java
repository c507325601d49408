package io.isol8.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be used, in words that go into a message that names it. */
final class FileErrors {

    private FileErrors() {}

    /** The file's name is in the message already, and all that a {@link FileSystemException} may have to tell. */
    static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        return failure instanceof FileSystemException told && told.getReason() != null
                ? told.getReason()
                : String.valueOf(failure.getMessage());
    }
}
