package io.isol8.engine;

import static io.isol8.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Secrets are given to programs and do not come back (spec 16.5, 16.6). */
class MaskingTest {

    private static final String SECRET = "s3cr3t-värde";

    private final Isol8Options options =
            Isol8Options.builder().secret("TOKEN", SECRET).maxOutputSize(20).build();
    private final EngineFixture fixture = new EngineFixture(2, options);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theProgramHasTheSecretAndItsOutputDoesNot() {
        fixture.containers.onSource("x", run -> {
            run.stdout(run.spec().env().get("TOKEN") + "|");
            run.stderr("E" + SECRET);
        });
        ExecutionResult result = fixture.engine.execute(request("x"));
        assertThat(result.stdout()).isEqualTo("***|");
        assertThat(result.stderr()).isEqualTo("E***");
    }

    @Test
    void aSecretThatComesInPiecesIsMaskedInTheStream() {
        fixture.containers.onSource("x", run -> {
            for (char c : ("a" + SECRET + "b").toCharArray()) {
                run.stdout(String.valueOf(c));
            }
        });
        List<String> texts = new ArrayList<>();
        fixture.engine.execute(request("x"), event -> {
            if (event instanceof StreamEvent.Output output) {
                texts.add(output.text());
            }
        });
        assertThat(String.join("", texts)).isEqualTo("a***b");
        assertThat(texts).allSatisfy(text -> assertThat(text).doesNotContain("s3"));
    }

    @Test
    void maskingComesBeforeTheCut() {
        fixture.containers.onSource("x", run -> run.stdout("0123456789" + SECRET + "0123456789"));
        assertThat(fixture.engine.execute(request("x")).stdout())
                .startsWith("0123456789***0123456\n\n--- OUTPUT TRUNCATED");
    }

    @Test
    void whatOnlyBeginsLikeASecretIsShown() {
        fixture.containers.onSource("x", run -> run.stdout("s3cr3t"));
        assertThat(fixture.engine.execute(request("x")).stdout()).isEqualTo("s3cr3t");
    }

    @Test
    void errorsDoNotTellSecrets() {
        ExecutionRequest request =
                ExecutionRequest.builder("python").code("unknown to the fake").build();
        fixture.containers.on(invocation -> true, run -> {
            throw new IllegalStateException(SECRET);
        });
        assertThatThrownBy(() -> fixture.engine.execute(request))
                .hasMessageContaining("***")
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
    }

    @Test
    void optionsDoNotPrintSecrets() {
        assertThat(options.toString()).contains("TOKEN").doesNotContain(SECRET);
    }
}
