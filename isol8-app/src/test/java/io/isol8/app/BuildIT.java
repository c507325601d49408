package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code isol8 build} (spec 26.15). */
final class BuildIT {

    /** Would be instructions in a Dockerfile, and ends whatever it could have been put into there. */
    private static final String HOSTILE = """
            # escape=`
            echo "a 'quoted' \\"word\\"" $HOME $(id) `id` \\\\ \\
            EOF
            RUN touch /pwned
            LABEL org.isol8.runtime=pwned
            ENTRYPOINT ["sh"]
            "]
            """;

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    @RegisterExtension
    final LocalImages images = new LocalImages();

    @TempDir
    Path directory;

    private Cli build(String base, String tag, String... more) {
        List<String> arguments = new ArrayList<>(List.of("build", "--base", base, "--tag", tag));
        arguments.addAll(List.of(more));
        return engine.isol8(arguments.toArray(String[]::new));
    }

    private static void assertBuilt(CliResult result, String out) {
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).isEqualTo(out);
    }

    private void assertRefused(Cli command, String complaint) {
        CliResult result = command.run();
        assertThat(result.err()).isEqualTo("[ERR] " + complaint + "\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(engine.proxy().created()).isEmpty();
    }

    @Test
    void packages_are_installed_and_what_was_built_is_told() {
        String tag = images.tag("packages");

        CliResult result =
                build("bash", tag, "--install", "dc, bc", "--install", "dc").run();

        assertBuilt(
                result,
                "[DONE] Custom image build complete!\n  Runtime: bash\n  Packages: bc,dc\n"
                        + "  Setup: (none)\n  Image: " + tag + "\n");
        assertThat(result.err())
                .startsWith("[INFO] Building image " + tag + "\n")
                .endsWith("[INFO] Built image " + tag + "\n");
        assertThat(images.label(tag, "org.isol8.dependencies")).isEqualTo("bc,dc");
        assertThat(Commands.docker("run", "--rm", "--network=none", "--entrypoint=bc", tag, "--version"))
                .startsWith("bc ");
    }

    @Test
    void setup_commands_and_files_are_put_together() throws IOException {
        String tag = images.tag("setup");
        Path file = Files.writeString(directory.resolve("setup.sh"), "mkdir two\n");

        CliResult result = build("bash", tag, "--setup", "mkdir one", "--setup", file.toString())
                .run();

        assertBuilt(
                result,
                "[DONE] Custom image build complete!\n  Runtime: bash\n  Packages: (none)\n"
                        + "  Setup: mkdir one ...\n  Image: " + tag + "\n");
        assertThat(images.label(tag, "org.isol8.setup")).isEqualTo("mkdir one\nmkdir two\n");
        assertThat(engine.isol8("list-custom").run().out())
                .contains(tag + "\n  Runtime: bash\n  Packages: (none)\n  Setup: mkdir one ...\n");
    }

    @Test
    void a_script_cannot_become_an_instruction() {
        String tag = images.tag("hostile");

        CliResult result = build("bash", tag, "--setup", HOSTILE).run();

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(images.label(tag, "org.isol8.setup")).isEqualTo(HOSTILE);
        assertThat(images.label(tag, "org.isol8.runtime")).isEqualTo("bash");
        assertThat(images.inspect(tag, "{{.Config.Entrypoint}}")).isEqualTo("[/usr/local/libexec/isol8-supervisor]");
        assertThat(Commands.docker(
                        "run", "--rm", "--network=none", "--entrypoint=sh", tag, "-c", "ls -d /pwned || echo none"))
                .isEqualTo("none");
    }

    @Test
    void what_is_up_to_date_is_not_built_again_unless_forced() {
        String tag = images.tag("again");
        String done = "[DONE] Custom image build complete!\n  Runtime: python\n  Packages: (none)\n  Setup: true\n"
                + "  Image: " + tag + "\n";
        assertBuilt(build("python", tag, "--setup", "true").run(), done);
        String id = images.id(tag);

        CliResult again = build("python", tag, "--setup", "true").run();
        assertBuilt(again, "[OK] " + tag + ": Up to date\n" + done);
        assertThat(again.err()).isEmpty();
        assertThat(images.id(tag)).isEqualTo(id);

        assertBuilt(build("python", tag, "--setup", "true", "--force").run(), done);
        assertThat(images.id(tag)).isNotEqualTo(id);
        assertThat(images.id(id)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            perl   | a:b          | --install x       | Invalid runtime: perl. Expected one of: python, node, bun, deno, bash
            python | a:b          | --install -r      | Invalid package name: "-r". Only alphanumeric, -, _, ., /, @, and = are allowed. It must not begin with -.
            python | a:b          | --install x,--pre | Invalid package name: "--pre". Only alphanumeric, -, _, ., /, @, and = are allowed. It must not begin with -.
            bash   | a:b          | --install $(id)   | Invalid package name: "$(id)". Only alphanumeric, -, _, ., /, @, and = are allowed.
            node   | a:b          | --install a>=1    | Invalid package name: "a>=1". Only alphanumeric, -, _, ., /, @, and = are allowed.
            python | A:b          | --install x       | Invalid image tag: "A:b". Use a name such as "my-image:latest".
            python | a:b:c        | --install x       | Invalid image tag: "a:b:c". Use a name such as "my-image:latest".
            python | -x           | --install x       | Invalid image tag: "-x". Use a name such as "my-image:latest".
            python | isol8:python | --install x       | Invalid image tag: "isol8:python" is the name of an image that isol8 itself makes.
            python | a:b          | --install ,       | No packages or setup script specified. Use --install <package> or --setup <command>.
            python | a:b          | --force           | No packages or setup script specified. Use --install <package> or --setup <command>.
            """)
    void what_cannot_be_built(String base, String tag, String more, String complaint) {
        Cli command = engine.isol8(
                List.of(("build --base=" + base + " --tag=" + tag + " " + more.replace("--install ", "--install="))
                                .split(" "))
                        .toArray(String[]::new));
        assertRefused(command, complaint);
    }

    @Test
    void a_script_that_cannot_be() throws IOException {
        Path large = Files.writeString(directory.resolve("large.sh"), "#".repeat(65_537));
        assertRefused(
                build("bash", "a:b", "--setup", large.toString()),
                "A setup script must have at most 65536 bytes, not 65537.");
        Path binary = Files.write(directory.resolve("binary.sh"), new byte[] {(byte) 0xff, 1});
        assertRefused(
                build("bash", "a:b", "--setup", binary.toString()),
                "Not a setup script but binary data: " + binary + " (setup scripts are UTF-8 text without NUL).");
        Path nul = Files.write(directory.resolve("nul.sh"), new byte[] {'a', 0, 'b'});
        assertRefused(
                build("bash", "a:b", "--setup", nul.toString()),
                "Not a setup script but binary data: " + nul + " (setup scripts are UTF-8 text without NUL).");
    }

    @Test
    void a_package_that_there_is_not() {
        String tag = images.tag("failing");

        CliResult result =
                build("bash", tag, "--install", "no-such-package-anywhere").run();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("\n[ERR] Building " + tag + " failed: the packages could not be installed.\n")
                .contains("no-such-package-anywhere");
        assertThat(images.id(tag)).isEmpty();
    }

    @Test
    void who_is_told_to_end_leaves_nothing() throws IOException {
        String tag = images.tag("interrupted");
        String bridge =
                Commands.docker("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}");
        try (ServerSocket index = new ServerSocket(0)) {
            RunningCli building = build("python", tag, "--install", "anything")
                    .env("PIP_INDEX_URL", "http://" + bridge + ":" + index.getLocalPort() + "/simple")
                    .env("PIP_TRUSTED_HOST", bridge)
                    .start();
            try (Socket pip = index.accept()) {
                assertThat(pip.isConnected()).isTrue();
                assertThat(engine.proxy().left()).hasSize(1);

                CliResult result = building.signalGroup("INT").result();

                assertThat(result.exitCode()).as(result.toString()).isEqualTo(130);
                await().untilAsserted(() -> assertThat(engine.proxy().left()).isEmpty());
                assertThat(images.id(tag)).isEmpty();
            }
        }
    }
}
