package io.isol8.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.StreamEvent;
import org.junit.jupiter.api.Test;

/** Secrets on their way through a real sandbox (spec 16.5, 16.6). */
class SecretsIT {

    private static final String SECRET = "correct horse/battery";

    private static final ExecutionRequest TELLS_IT_IN_EVERY_FORM =
            ExecutionRequest.builder("python").code("""
                    import base64, os, sys, urllib.parse
                    secret = os.environ["TOKEN"]
                    raw = secret.encode()
                    for form in [secret, base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode(),
                                 raw.hex(), urllib.parse.quote(secret, safe=""), urllib.parse.quote_plus(secret)]:
                        for channel in (sys.stdout, sys.stderr):
                            for character in "<" + form + ">":
                                channel.write(character)
                                channel.flush()
                    """).build();

    @Test
    void noFormOfASecretComesBackHoweverItIsWritten() {
        Isol8Options options = Isol8Options.builder().secret("TOKEN", SECRET).build();
        try (DockerIsol8 isol8 = DockerIsol8.builder().options(options).build()) {
            var result = isol8.execute(TELLS_IT_IN_EVERY_FORM);
            assertThat(result.stdout()).isEqualTo("<***>".repeat(6));
            assertThat(result.stderr()).isEqualTo("<***>".repeat(6));

            StringBuilder streamed = new StringBuilder();
            isol8.execute(TELLS_IT_IN_EVERY_FORM, event -> {
                if (event instanceof StreamEvent.Output output) {
                    streamed.append(output.text());
                }
            });
            assertThat(streamed.toString().replace("<", "").replace(">", "")).isEqualTo("***".repeat(12));
        }
    }

    @Test
    void withoutMaskingItWouldComeBack() {
        try (DockerIsol8 isol8 = DockerIsol8.create()) {
            ExecutionRequest request = ExecutionRequest.builder("python")
                    .code("import os; print(os.environ['TOKEN'])")
                    .env("TOKEN", SECRET)
                    .build();
            assertThat(isol8.execute(request).stdout()).isEqualTo(SECRET);
        }
    }
}
