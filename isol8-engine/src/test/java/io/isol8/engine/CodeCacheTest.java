package io.isol8.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.FetchedCode;
import io.isol8.testkit.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CodeCacheTest {

    private final TestClock clock = new TestClock();
    private final CodeCache cache = new CodeCache(10, Duration.ofSeconds(5), clock);

    private static FetchedCode code(String text) {
        return new FetchedCode(text, "hash of " + text);
    }

    private void keep(String text) {
        cache.keep("acme", code(text));
    }

    private boolean has(String text) {
        return cache.find("acme", "hash of " + text)
                .filter(found -> found.text().equals(text))
                .isPresent();
    }

    @Test
    void what_is_kept_is_found_by_whom_it_was_kept_for() {
        keep("abc");
        assertThat(has("abc")).isTrue();
        assertThat(has("abd")).isFalse();
        assertThat(cache.find("other", "hash of abc")).isEmpty();
    }

    @Test
    void the_least_lately_used_goes_when_there_is_no_room() {
        keep("1234");
        keep("abcd");
        assertThat(has("1234")).isTrue();
        keep("xyz");
        assertThat(has("1234")).isTrue();
        assertThat(has("abcd")).isFalse();
        assertThat(has("xyz")).isTrue();
    }

    @Test
    void as_many_go_as_it_takes() {
        keep("12");
        keep("34");
        keep("56789");
        keep("abcdefghij");
        assertThat(has("12") || has("34") || has("56789")).isFalse();
        assertThat(has("abcdefghij")).isTrue();
    }

    @Test
    void what_has_no_room_at_all_drives_nothing_away() {
        keep("123");
        keep("abcdefghijk");
        assertThat(has("abcdefghijk")).isFalse();
        assertThat(has("123")).isTrue();
    }

    @Test
    void keeping_it_again_takes_no_more_room_and_begins_anew() {
        keep("12345");
        clock.advance(Duration.ofSeconds(4));
        keep("12345");
        keep("abcde");
        clock.advance(Duration.ofSeconds(4));
        assertThat(has("12345")).isTrue();
        assertThat(has("abcde")).isTrue();
    }

    @Test
    void it_is_kept_for_a_while_and_its_room_is_free_afterwards() {
        keep("12345");
        clock.advance(Duration.ofMillis(4999));
        assertThat(has("12345")).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(has("12345")).isFalse();
        keep("abcde");
        keep("fghij");
        assertThat(has("abcde")).isTrue();
    }

    @Test
    void nothing_need_be_kept() {
        CodeCache none = new CodeCache(10, Duration.ZERO, clock);
        none.keep("acme", code("a"));
        assertThat(none.find("acme", "hash of a")).isEmpty();
    }
}
