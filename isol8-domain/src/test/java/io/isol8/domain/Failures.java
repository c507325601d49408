package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What refusals look like. */
final class Failures {

    private Failures() {}

    static void assertInvalid(String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> Assertions.assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }
}
