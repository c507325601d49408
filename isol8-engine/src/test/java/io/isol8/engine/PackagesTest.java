package io.isol8.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SessionKey;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.LocalImage;
import io.isol8.ports.TenantShare;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests for packages without a network: whether there is an image that has them (spec 24.7). */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PackagesTest {

    private static final SessionKey SESSION = new SessionKey("tenant", "s");

    private final EngineFixture fixture = new EngineFixture(1);

    @BeforeEach
    void images() {
        fixture.containers.onSource("x", run -> run.stdout("ran"));
        fixture.images.add(new LocalImage("has:both", "python", "numpy,pandas==2.0", Optional.empty()));
        fixture.images.add(new LocalImage("has:numpy", "python", "numpy", Optional.of("image setup")));
        fixture.images.add(new LocalImage("node:pad", "node", "left-pad", Optional.empty()));
    }

    @AfterEach
    void close() {
        fixture.close();
        assertThat(fixture.containers.open()).isEmpty();
    }

    private static ExecutionRequest request(String... packages) {
        ExecutionRequest.Builder request = ExecutionRequest.builder("python").code("x");
        List.of(packages).forEach(request::installPackage);
        return request.build();
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessage(
                        "request.installPackages needs options.network \"filtered\" or \"host\", or an image that has"
                                + " the packages: none that may be used has all of them.");
    }

    @Test
    void itRunsInAnImageThatHasThem() {
        assertThat(fixture.engine.execute(request("pandas==2.0", "numpy")).stdout())
                .isEqualTo("ran");
        assertThat(fixture.journal.entries()).contains("create has:both").doesNotContain("ensure python");
    }

    @Test
    void theSetupScriptOfThatImageComesFirst() {
        List<String> ran = new CopyOnWriteArrayList<>();
        fixture.containers.onSource("image setup", run -> ran.add("image"));
        fixture.containers.onSource("x", run -> ran.add("code"));

        fixture.engine.execute(request("numpy"));

        assertThat(fixture.journal.entries()).contains("create has:numpy");
        assertThat(ran).containsExactly("image", "code");
    }

    @Test
    void withoutSuchAnImageItIsRefusedAndNothingIsMade() {
        assertRefused(() -> fixture.engine.execute(request("numpy", "pandas")));
        assertRefused(() -> fixture.engine.execute(request("left-pad")));
        assertThat(fixture.journal.entries()).isEmpty();
        fixture.assertNothingLeaks();
    }

    @Test
    void anImageThatMayNotBeUsedIsNotChosen() {
        ExecutionOrder order = new ExecutionOrder(
                request("numpy"),
                Isol8Options.defaults(),
                "tenant",
                Optional.empty(),
                TenantShare.ALL,
                Optional.empty(),
                image -> image.equals("has:both"));

        assertThat(fixture.service.execute(order).stdout()).isEqualTo("ran");
        assertThat(fixture.journal.entries()).contains("create has:both").doesNotContain("create has:numpy");
    }

    @Test
    void anImageThatIsNamedHasToHaveThem() {
        assertThat(executeIn("has:both", request("numpy"))).isEqualTo("ran");
        assertRefused(() -> executeIn("has:numpy", request("pandas==2.0")));
        assertRefused(() -> executeIn("somebody/elses", request("numpy")));
    }

    private String executeIn(String image, ExecutionRequest request) {
        Isol8Options options = Isol8Options.builder().image(image).build();
        return fixture.service
                .execute(new ExecutionOrder(request, options, "tenant", Optional.empty()))
                .stdout();
    }

    @Test
    void aSessionStaysInTheImageOfItsFirstExecution() {
        fixture.service.execute(EngineFixture.order(request("numpy", "pandas==2.0"), SESSION));

        assertThat(fixture.service
                        .execute(EngineFixture.order(request("numpy"), SESSION))
                        .stdout())
                .isEqualTo("ran");
        assertRefused(() -> fixture.service.execute(EngineFixture.order(request("numpy", "scipy"), SESSION)));
        assertThat(fixture.service
                        .execute(EngineFixture.order(request(), SESSION))
                        .stdout())
                .isEqualTo("ran");
        assertThat(fixture.containers.created()).isEqualTo(1);
    }
}
