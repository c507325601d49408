package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A file of 1 GiB goes through a heap of 64 MiB, both ways (spec 17.2). */
class LargeFileIT {

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void aFileLargerThanTheHeapArrivesAndComesBackIntact() throws IOException, InterruptedException {
        TestDocker.spec("bash");

        List<String> said = ChildJvm.run(List.of("-XX:+UseSerialGC", "-Xmx64m"), LargeFileMain.class);

        String sum = said.get(0);
        assertThat(sum).hasSize(64);
        assertThat(said).containsExactly(sum, sum, Long.toString(LargeFileMain.BYTES), sum);
    }
}
