package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "debian, debian:latest",
        "debian:stable-slim, debian:stable-slim",
        "library/debian, library/debian:latest",
        "localhost:5000/a/b_c.d--e, localhost:5000/a/b_c.d--e:latest",
        "Registry.example/x:V1.0_a, Registry.example/x:V1.0_a",
        "0e3cede26f49, 0e3cede26f49:latest"
    })
    void oneImageIsPulled(String reference, String pulled) {
        assertThat(new ImageReference(reference).single()).isEqualTo(pulled);
        assertThat(new ImageReference(reference).isId()).isFalse();
    }

    @Test
    void digestsAndIds() {
        assertThat(new ImageReference("a/b@" + DIGEST).single()).isEqualTo("a/b@" + DIGEST);
        assertThat(new ImageReference("a/b:t@" + DIGEST).isId()).isFalse();
        assertThat(new ImageReference(DIGEST).isId()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a/../../containers/x",
                "../info",
                "a//b",
                "a/./b",
                "/a",
                "a/",
                "a:",
                "a:b:c",
                "a@sha256:0",
                "Upper",
                "a b",
                "a?x=1",
                "a#b",
                "a%2e",
                "-a",
                "a\n"
            })
    void whatNamesSomethingElseIsRefused(String reference) {
        assertThatThrownBy(() -> new ImageReference(reference))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }
}
