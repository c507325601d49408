package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that starts the program. */
final class LauncherIT {

    private static final String NO_ENGINE = "unix:///nowhere.sock";

    @TempDir
    private Path directory;

    @Test
    void finds_what_was_just_built_up_to_date() {
        CliResult result = Cli.isol8("--version").env("DOCKER_HOST", NO_ENGINE).run();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).matches("\\d+\\.\\d+\\.\\d+(-\\w+)?\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void passes_arguments_on_as_they_are() {
        CliResult result =
                Cli.isol8("run", "*", "a  b").env("DOCKER_HOST", NO_ENGINE).run();
        assertThat(result.err()).isEqualTo("error: unexpected argument 'a  b'\n");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "POSIX", "C.UTF-8", "xx_YY.UTF-8"})
    void arguments_are_unicode_in_any_language(String language) {
        CliResult result = Cli.isol8("run", "grüße 🙂.py")
                .env("DOCKER_HOST", NO_ENGINE)
                .env("LC_ALL", "")
                .env("LC_CTYPE", "")
                .env("LANG", language)
                .run();
        assertThat(result.err()).isEqualTo("[ERR] File not found: grüße 🙂.py\n");
    }

    /** What a shell's command prints, standard error included, in which {@code $0} is the launcher. */
    private String printed(String command) throws IOException {
        Process shell = new ProcessBuilder(
                        "sh", "-c", command, Cli.LAUNCHER.toAbsolutePath().toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void a_stream_that_is_closed_is_not_taken_for_a_file_of_javas() throws IOException {
        assertThat(printed("$0 run -r bash <&-; echo $?"))
                .isEqualTo("[ERR] There is no program in standard input: it is empty.\n1\n");
        assertThat(printed("$0 --version >&-; echo $?"))
                .isEqualTo("[ERR] The output cannot be written: Bad file descriptor.\n1\n");
        assertThat(printed("$0 run nowhere.py 2>&-; echo $?")).isEqualTo("1\n");
    }

    /** A tree whose Maven writes half a program and waits, or all of it. */
    @Test
    void a_build_that_was_cut_short_is_not_taken_for_one_that_was_done() throws IOException {
        Path target = Files.createDirectories(directory.resolve("isol8-app/src/main"))
                .resolve("../../target")
                .normalize();
        Path built = Cli.LAUNCHER.toAbsolutePath().resolveSibling("isol8-app/target/isol8.jar");
        Files.copy(Cli.LAUNCHER, directory.resolve("isol8"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createFile(directory.resolve("pom.xml"));
        Files.createFile(directory.resolve("isol8-app/pom.xml"));
        Path mvn = Files.createDirectory(directory.resolve("bin")).resolve("mvn");
        Files.writeString(
                mvn,
                "#!/bin/sh\nif [ -e started ]; then exec cp " + built + " " + target + "; fi\n" + "echo half > "
                        + target + "/isol8.jar; touch started; exec sleep 60\n");
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwx------"));

        assertThat(printed("PATH=$PWD/bin:$PATH; ./isol8 --version & while [ ! -e started ]; do sleep 0.1; done;"
                        + " kill $!; wait $!; echo $?"))
                .endsWith("143\n");
        assertThat(printed("PATH=$PWD/bin:$PATH; ./isol8 --version; ./isol8 --version"))
                .endsWith(Version.current() + "\n" + Version.current() + "\n")
                .containsOnlyOnce("[INFO] Building isol8");
    }

    @Test
    void says_that_it_is_nowhere() throws IOException {
        assertThat(printed("mkdir d; cd d; rmdir ../d; $0 --version; echo $?"))
                .endsWith("[ERR] The working directory is gone.\n1\n")
                .doesNotContain("\tat ");
    }

    @Test
    void says_which_java_it_cannot_use() {
        CliResult result = Cli.isol8("--version").env("JAVA_HOME", "/nowhere").run();
        assertThat(result.err()).isEqualTo("[ERR] JAVA_HOME is /nowhere, and there is no bin/java in it.\n");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void takes_further_options_for_java() {
        CliResult result = Cli.isol8("--version")
                .env("ISOL8_JAVA_OPTS", "-Xmx64m -Dsome.property=1")
                .run();
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }
}
