package io.isol8.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.engine.EngineParts;
import io.isol8.engine.EngineSettings;
import io.isol8.engine.LocalService;
import io.isol8.http.Caller;
import io.isol8.http.ServerSettings;
import io.isol8.ports.Isol8Service;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.RecordingProgress;
import io.isol8.testkit.TestClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens between two messages of a client, which no network tells how far apart they arrive. */
class SocketConnectionTest {

    private static final ServerSettings SETTINGS = ServerSettings.of(0, "1.2.3");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Predicate<String> GOODBYE =
            Pattern.compile("\\d{4} .*").asMatchPredicate();

    private final TestClock clock = new TestClock();
    private final InMemoryContainerRuntime containers = new InMemoryContainerRuntime(clock);
    private final LocalService service = new LocalService(
            EngineSettings.defaults(),
            EngineParts.of(containers, new FakeImageCatalog(), clock, new RecordingProgress()));
    private final CountDownLatch begin = new CountDownLatch(1);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger demands = new AtomicInteger();
    private final BodyRoom room = new BodyRoom(3_000_000);
    private final Orders orders = new Orders(SETTINGS, hesitant());
    private final SocketConnection connection = new SocketConnection(session(), Caller.MASTER, SETTINGS, orders, room);
    private volatile boolean refusing = true;

    @AfterEach
    void close() {
        service.close();
    }

    /** The service, in which no execution begins yet, and that may be unable to take down who was refused. */
    private Isol8Service hesitant() {
        return (Isol8Service) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Isol8Service.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("executeStream")) {
                        begin.await();
                    }
                    if (method.getName().equals("refused") && !refusing) {
                        throw new IllegalStateException("a mistake");
                    }
                    return method.invoke(service, arguments);
                });
    }

    /** A client that takes everything at once. */
    private Session session() {
        return (Session) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "demand" -> demands.incrementAndGet();
                        case "sendText" -> {
                            told.add((String) arguments[0]);
                            ((Callback) arguments[1]).succeed();
                        }
                        case "close" -> told.add(arguments[0] + " " + arguments[1]);
                        default -> {
                            return method.getName().equals("isOpen")
                                    ? told.stream().noneMatch(GOODBYE)
                                    : null;
                        }
                    }
                    return null;
                });
    }

    @Test
    void inputThatComesBeforeItsProgramHasBegunWaitsForIt() {
        containers.onSource("count", run -> run.stdout(Integer.toString(run.stdin().length)));
        String piece = "{\"type\":\"stdin\",\"data\":\"" + "x".repeat(700_000) + "\"}";

        connection.received(
                "{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\",\"code\":\"count\",\"interactive\":true}}",
                true);
        connection.received(piece, true);
        assertThat(demands).hasValue(2);
        connection.received(piece, true);
        assertThat(demands).as("a client that is ahead has to wait").hasValue(2);
        begin.countDown();
        await().atMost(PATIENCE).until(() -> demands.get() == 3);
        connection.received("{\"type\":\"stdin\",\"eof\":true}", true);

        await().atMost(PATIENCE).until(() -> told.contains("1000 Execution complete"));
        assertThat(told.get(0)).isEqualTo("{\"type\":\"stdout\",\"data\":\"1400000\",\"phase\":\"code\"}");
    }

    @Test
    void whatComesAfterAGoodbyeIsReadSoThatItsAnswerIs() {
        containers.onSource("nothing", run -> {});
        begin.countDown();
        connection.received("{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\",\"code\":\"nothing\"}}", true);
        await().atMost(PATIENCE).until(() -> told.stream().anyMatch(GOODBYE));
        int before = demands.get();

        connection.received("{\"type\":\"stdin\",\"data\":\"x\"}", true);
        connection.received("{\"type\":\"hello\"}", true);
        connection.received("nonsense", true);
        connection.received("more", true);

        assertThat(demands).hasValue(before + 4);
        assertThat(told).last().matches(GOODBYE);
    }

    @Test
    void aMistakeOfOursIsToldAsWellAndEndsTheConnection() {
        refusing = false;
        orders.refuse();

        connection.received("{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\",\"code\":\"x\"}}", true);

        await().atMost(PATIENCE).until(() -> told.size() == 2);
        assertThat(told.get(0)).contains("Internal error.");
        assertThat(told.get(1)).matches(GOODBYE);
    }

    @Test
    void aMessageThatThereIsNoRoomForIsRefusedAndGivesBackItsPart() {
        BodyRoom.Share others = room.share(0);
        others.add(2_500_000);

        connection.received("x".repeat(400_000), false);
        assertThat(demands).hasValue(1);
        connection.received("x".repeat(400_000), false);

        assertThat(told.get(0)).contains("no room", "\"code\":\"busy\"");
        assertThat(told.get(1)).startsWith("1013 ");
        connection.gone();
        assertThatCode(() -> others.add(500_000)).doesNotThrowAnyException();
    }

    @Test
    void whatWasDealtWithTakesNoRoom() {
        for (int i = 0; i < 50; i++) {
            connection.received("{\"type\":\"odd\",\"x\":\"" + "x".repeat(100_000), false);
            connection.received("\"}", true);
        }

        assertThat(told).hasSize(50).allMatch(text -> text.contains("Unknown message type: odd"));
        assertThatCode(() -> room.share(0).add(3_000_000)).doesNotThrowAnyException();
    }

    @Test
    void whatWaitsToBeRunTakesRoomUntilItsClientIsGone() {
        connection.received("{\"type\":\"stdin\",\"data\":\"" + "x".repeat(700_000) + "\"}", true);
        connection.received(
                "{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\",\"code\":\"" + "x".repeat(1_000_000) + "\"}}",
                true);
        BodyRoom.Share others = room.share(0);
        assertThatThrownBy(() -> others.add(1_500_000)).hasMessageContaining("no room");

        connection.gone();

        assertThatCode(() -> others.add(3_000_000)).doesNotThrowAnyException();
    }
}
