package io.isol8.docker.internal.protocol;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a frame is. Types with the highest bit of their code set come from the supervisor. Thread-safe: immutable. */
public enum FrameType {
    SPAWN(0x01),
    STDIN(0x02),
    STDIN_END(0x03),
    SIGNAL(0x04),
    KILL(0x05),
    CREDIT(0x06),
    DISCARD(0x07),
    FILE_WRITE(0x10),
    FILE_CHUNK(0x11),
    FILE_COMMIT(0x12),
    FILE_READ(0x13),
    FILE_LIST(0x14),
    FILE_STAT(0x15),
    FILE_DELETE(0x16),
    FILE_MKDIR(0x17),
    FILE_CANCEL(0x18),
    RESET(0x20),
    PING(0x21),
    EGRESS_LISTEN(0x30),
    EGRESS_SEND(0x31),
    EGRESS_END(0x32),
    EGRESS_CREDIT(0x33),
    EGRESS_CLOSE(0x34),
    PREPARE(0x40),
    HELLO(0x80),
    STDOUT(0x81),
    STDERR(0x82),
    EXIT(0x83),
    STDIN_CREDIT(0x84),
    ERROR(0x8F),
    FILE_INFO(0x90),
    FILE_DONE(0x91),
    FILE_DATA(0x92),
    FILE_ENTRY(0x93),
    RESET_DONE(0xA0),
    PONG(0xA1),
    EGRESS_READY(0xB0),
    EGRESS_OPENED(0xB1),
    EGRESS_RECEIVED(0xB2),
    EGRESS_DONE(0xB3),
    EGRESS_CREDITED(0xB4),
    EGRESS_CLOSED(0xB5);

    private static final Map<Integer, FrameType> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FrameType::code, Function.identity()));

    private final int code;

    FrameType(int code) {
        this.code = code;
    }

    /** The byte that stands for it on the wire, 0 to 255. */
    public int code() {
        return code;
    }

    /** Whether it is about one of the connections out, which have numbers of their own in place of channels. */
    public boolean isOfConnection() {
        return switch (this) {
            case EGRESS_SEND,
                    EGRESS_END,
                    EGRESS_CREDIT,
                    EGRESS_CLOSE,
                    EGRESS_OPENED,
                    EGRESS_RECEIVED,
                    EGRESS_DONE,
                    EGRESS_CREDITED,
                    EGRESS_CLOSED -> true;
            default -> false;
        };
    }

    /** The type with the given code, if there is one. */
    public static Optional<FrameType> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
