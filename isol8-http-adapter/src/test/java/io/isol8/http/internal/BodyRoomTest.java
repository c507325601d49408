package io.isol8.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import org.junit.jupiter.api.Test;

/** How much the bodies of requests may have together. */
class BodyRoomTest {

    private final BodyRoom room = new BodyRoom(1000);

    private static void assertFull(BodyRoom.Share share) {
        assertThatThrownBy(() -> share.add(1))
                .isInstanceOfSatisfying(
                        Isol8Exception.class, full -> assertThat(full.code()).isEqualTo(ErrorCode.BUSY));
    }

    @Test
    void whoComesWhenOthersHaveTheRoomIsRefusedUntilTheyAreAnswered() {
        BodyRoom.Share first = room.share();
        BodyRoom.Share second = room.share();
        first.add(BodyRoom.OWN + 400);
        first.add(600);
        second.add(BodyRoom.OWN);
        assertFull(second);
        assertFull(first);

        first.close();
        first.close();

        second.add(1000);
        assertFull(second);
    }

    @Test
    void aLittleIsThereForEachWhateverOthersSend() {
        room.share().add(BodyRoom.OWN + 1000);
        BodyRoom.Share other = room.share();
        assertThatCode(() -> other.add(BodyRoom.OWN)).doesNotThrowAnyException();
        assertFull(other);
    }
}
