package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Programs in C that need nothing of the place where they run. */
final class Compiled {

    private Compiled() {}

    static byte[] of(Path source) {
        try {
            Path program = Files.createTempFile("isol8-compiled", "");
            try {
                Process compiler = new ProcessBuilder(
                                "gcc", "-O1", "-static", "-x", "c", "-o", program.toString(), source.toString())
                        .redirectErrorStream(true)
                        .start();
                String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(compiler.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(compiler.exitValue()).describedAs(said).isZero();
                return Files.readAllBytes(program);
            } finally {
                Files.delete(program);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static byte[] of(String source) {
        try {
            Path file = Files.createTempFile("isol8-source", ".c");
            try {
                return of(Files.writeString(file, source));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
