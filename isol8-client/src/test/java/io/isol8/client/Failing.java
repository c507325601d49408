package io.isol8.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is said of calls that fail. */
final class Failing {

    private Failing() {}

    static AbstractThrowableAssert<?, ? extends Throwable> assertFails(ErrorCode code, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
