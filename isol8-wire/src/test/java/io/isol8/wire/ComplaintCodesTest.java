package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body of the wrong shape and a body whose values cannot be granted are two different complaints (spec 2.5, 4.3). */
class ComplaintCodesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"x\"",
                "{} {}",
                "{}",
                "{\"request\":7}",
                "{\"request\":{\"code\":\"x\"}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":7}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\",\"timeoutMs\":\"1\"}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\",\"code\":\"y\"}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\",\"files\":{\"a\":{\"base64\":\"=\"}}}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\"},\"options\":[]}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\"},\"options\":{\"network\":false}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\"},\"sessionId\":1}"
            })
    void aDocumentOfTheWrongShapeIsMalformed(String body) {
        assertRefused(body, ErrorCode.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"request\":{\"runtime\":\"bash\"}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\",\"cmd\":\"y\"}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\",\"timeoutMs\":-1}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\",\"timeoutMs\":1.5}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\",\"workdir\":\"/etc\"}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\",\"installPackages\":[\"-r\"]}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\"},\"options\":{\"memoryLimit\":\"much\"}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\"},\"options\":{\"network\":\"bridge\"}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\"},\"options\":{\"pidsLimit\":0}}",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\"},\"options\":{\"security\":{\"seccomp\":\"lax\"}}}"
            })
    void aValueThatCannotBeGrantedIsInvalid(String body) {
        assertRefused(body, ErrorCode.INVALID_REQUEST);
    }

    private static void assertRefused(String body, ErrorCode code) {
        assertThatThrownBy(() -> ExecuteMessage.read(
                        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), ignored -> {}))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        refusal ->
                                assertThat(refusal.code()).as(refusal.message()).isEqualTo(code));
    }
}
