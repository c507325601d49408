package io.isol8.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files far larger than the heap, both ways. */
class LargeFileTest {

    @Test
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aGigabyteGoesThroughASmallHeap() throws IOException, InterruptedException {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeFileMain.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(said.strip()).isEqualTo(Long.toString(LargeFileMain.SIZE));
            assertThat(java.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(java.exitValue()).isZero();
        } finally {
            java.destroyForcibly();
        }
    }
}
