package io.isol8.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.RuntimeRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSettingsTest {

    @Test
    void tenRunAtATimeByDefault() {
        assertThat(EngineSettings.defaults().maxConcurrent()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void atLeastOneMustBeAllowedToRun(int maxConcurrent) {
        assertThatThrownBy(() -> new EngineSettings(Isol8Options.defaults(), RuntimeRegistry.builtIn(), maxConcurrent))
                .isInstanceOf(Isol8Exception.class)
                .hasMessageContaining("Semaphore max must be >= 1");
    }
}
