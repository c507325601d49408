package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.engine.LocalEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Far more output than anybody wants (spec 16.3, 16.4). */
@Tag("alone")
class OutputFloodIT {

    private static final String SERIAL = "-XX:+UseSerialGC";
    private static final long QUICK = 20_000;

    @Test
    @Timeout(180)
    void fiftyMegabytesTakeLittleTimeAndLittleMemory() throws IOException, InterruptedException {
        TestDocker.spec("bash");
        List<String> idle = ChildJvm.run(List.of(SERIAL), FloodMain.class, "idle");
        long most = Long.parseLong(idle.get(idle.size() - 1)) + (32 << 20);

        List<String> said = ChildJvm.run(List.of(SERIAL, "-Xmx" + most), FloodMain.class, "flood");

        String notice = "--- OUTPUT TRUNCATED (" + FloodMain.BYTES + " bytes, limit: 1048576) ---";
        assertThat(said).hasSize(5);
        assertThat(said.get(0)).isEqualTo((1048576 + 2 + notice.length()) + " " + notice);
        assertEnded(said.get(1));
        assertThat(said.get(2)).isEqualTo("1048576");
        assertThat(said.get(3)).isEqualTo((2 + notice.length()) + " " + notice);
        assertEnded(said.get(4));
    }

    private static void assertEnded(String line) {
        assertThat(line).startsWith("true 0 ");
        assertThat(Long.parseLong(line.substring("true 0 ".length()))).isLessThan(QUICK);
    }

    @Test
    void bothStreamsAreCutForThemselves() {
        String script = "yes | head -c 5000000; yes | head -c 3000 >&2; yes | head -c 4000000 >&2";
        try (LocalEngine engine = OwnContainers.asShipped()
                .engine(Isol8Options.builder().maxOutputSize(3000).build(), 1)) {
            ExecutionResult result = engine.execute(ExecutionRequest.builder("bash")
                    .code(script)
                    .timeout(Duration.ofSeconds(20))
                    .build());

            String kept = "y\n".repeat(1500) + "\n\n";
            assertThat(result.stdout()).isEqualTo(kept + "--- OUTPUT TRUNCATED (5000000 bytes, limit: 3000) ---");
            assertThat(result.stderr()).isEqualTo(kept + "--- OUTPUT TRUNCATED (4003000 bytes, limit: 3000) ---");
            assertThat(result.exitCode()).isZero();
        }
    }
}
