package io.isol8.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.Isol8Exception;
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
        assertThatThrownBy(() -> EngineSettings.defaults().withMaxConcurrent(maxConcurrent))
                .isInstanceOf(Isol8Exception.class)
                .hasMessageContaining("Semaphore max must be >= 1");
    }
}
