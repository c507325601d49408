package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HomeTest {

    @Test
    void is_where_the_variable_says() {
        assertThat(Home.of(Map.of("HOME", "/home/me"))).isEqualTo(Path.of("/home/me/.isol8"));
    }

    @Test
    void is_the_users_where_it_says_nothing() {
        Path users = Path.of(System.getProperty("user.home"), ".isol8");
        assertThat(Home.of(Map.of())).isEqualTo(users);
        assertThat(Home.of(Map.of("HOME", ""))).isEqualTo(users);
    }
}
