package io.isol8.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.isol8.engine.EngineParts;
import io.isol8.engine.EngineSettings;
import io.isol8.engine.LocalService;
import io.isol8.http.MasterKey;
import io.isol8.http.ServerSettings;
import io.isol8.ports.SystemClock;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.RecordingProgress;
import io.isol8.testkit.TestClock;
import io.javalin.Javalin;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoutesTest {

    private static final ServerSettings SETTINGS = ServerSettings.of(0, "1.2.3");

    /** What Javalin knows, without the methods that are there for whoever has no other. */
    private static Set<String> routes() {
        TestClock clock = new TestClock();
        Set<String> routes = new TreeSet<>();
        try (LocalService service = new LocalService(
                        EngineSettings.defaults(),
                        EngineParts.of(
                                new InMemoryContainerRuntime(clock),
                                new FakeImageCatalog(),
                                clock,
                                new RecordingProgress()));
                Presence presence = new Presence()) {
            Orders orders = new Orders(SETTINGS, service);
            Routes all = new Routes(SETTINGS, service, new MasterKey("key"), orders, presence, SystemClock.INSTANCE);
            Javalin javalin = Javalin.create(config -> all.addTo(config.routes));
            javalin.unsafe.internalRouter.allHttpHandlers().forEach(handler -> {
                String method = handler.endpoint.method.name();
                String path = handler.endpoint.path;
                if (!method.equals("HEAD") && !method.equals("BEFORE") && !path.equals("/health")) {
                    routes.add(method + " " + path.replace('<', '{').replace('>', '}'));
                }
            });
        }
        return routes;
    }

    @Test
    void everyRouteIsDescribed() throws IOException {
        Set<String> described = new TreeSet<>();
        try (InputStream text = Routes.class.getResourceAsStream("/io/isol8/http/openapi.yaml")) {
            new YAMLMapper()
                    .readTree(text)
                    .get("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .fieldNames()
                            .forEachRemaining(
                                    method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        }
        described.removeIf(route -> route.startsWith("PARAMETERS") || route.endsWith("/health"));
        assertThat(described.remove("GET " + SocketServlet.PATH)).isTrue();

        assertThat(described).isEqualTo(routes());
    }
}
