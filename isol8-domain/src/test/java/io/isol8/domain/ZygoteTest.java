package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which variables an interpreter that has started already can still be told of. */
class ZygoteTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PYTHONPATH",
                "PYTHONHASHSEED",
                "NODE_OPTIONS",
                "NODE_PATH",
                "LD_PRELOAD",
                "LC_ALL",
                "LANG",
                "TZ",
                "HOME",
                "PATH",
                "UV_THREADPOOL_SIZE",
                "SSL_CERT_FILE",
                "ISOL8_ZYGOTE"
            })
    void whatIsReadAtTheStartComesTooLate(String name) {
        assertThat(Zygote.canLearn(List.of(name))).isFalse();
        assertThat(Zygote.canLearn(List.of("A", name, "B"))).isFalse();
    }

    @Test
    void theRestDoesNot() {
        assertThat(Zygote.canLearn(List.of())).isTrue();
        assertThat(Zygote.canLearn(List.of("A", "API_KEY", "MY_PYTHONPATH", "python", "HOMEPAGE", "PATHS", "TMPDIR")))
                .isTrue();
    }

    @Test
    void onlyCodeAtTheDefaultPathHasOne() {
        RuntimeRegistry runtimes = RuntimeRegistry.builtIn();
        assertThat(runtimes.get("python").zygote().orElseThrow().argv()).containsExactly("python3", "/sandbox/main.py");
        assertThat(runtimes.get("node").zygote().orElseThrow().argv()).containsExactly("node", "/sandbox/main.mjs");
        assertThat(runtimes.get("bash").zygote()).isEmpty();
    }

    @Test
    void nodeIsNotStartedAheadForAFilteredNetwork() {
        Zygote node = RuntimeRegistry.builtIn().get("node").zygote().orElseThrow();
        Zygote python = RuntimeRegistry.builtIn().get("python").zygote().orElseThrow();

        assertThat(node.serves(NetworkMode.FILTERED)).isFalse();
        assertThat(node.serves(NetworkMode.NONE)).isTrue();
        assertThat(python.serves(NetworkMode.FILTERED)).isTrue();
    }
}
