/* The numbers of docs/protocol.md. */
#ifndef PROTO_H
#define PROTO_H

enum {
    PROTOCOL_VERSION = 1,
    HEADER_SIZE = 9,
    MAX_PAYLOAD = 1 << 20,
    MAX_DATA = 1 << 16,
    MAX_PING = 64,
    STDIN_WINDOW = 256 * 1024,
    MAX_SIGNAL = 64,
    EGRESS_PORT = 8118,
    EGRESS_CONNECTIONS = 256,
    EGRESS_WINDOW = 256 * 1024,
};

enum frame_type {
    SPAWN = 0x01,
    STDIN = 0x02,
    STDIN_END = 0x03,
    SIGNAL = 0x04,
    KILL = 0x05,
    CREDIT = 0x06,
    DISCARD = 0x07,
    FILE_WRITE = 0x10,
    FILE_CHUNK = 0x11,
    FILE_COMMIT = 0x12,
    FILE_READ = 0x13,
    FILE_LIST = 0x14,
    FILE_STAT = 0x15,
    FILE_DELETE = 0x16,
    FILE_MKDIR = 0x17,
    FILE_CANCEL = 0x18,
    RESET = 0x20,
    PING = 0x21,
    EGRESS_LISTEN = 0x30,
    EGRESS_SEND = 0x31,
    EGRESS_END = 0x32,
    EGRESS_CREDIT = 0x33,
    EGRESS_CLOSE = 0x34,
    PREPARE = 0x40,
    HELLO = 0x80,
    STDOUT = 0x81,
    STDERR = 0x82,
    EXIT = 0x83,
    STDIN_CREDIT = 0x84,
    ERROR = 0x8F,
    FILE_INFO = 0x90,
    FILE_DONE = 0x91,
    FILE_DATA = 0x92,
    FILE_ENTRY = 0x93,
    RESET_DONE = 0xA0,
    PONG = 0xA1,
    EGRESS_READY = 0xB0,
    EGRESS_OPENED = 0xB1,
    EGRESS_RECEIVED = 0xB2,
    EGRESS_DONE = 0xB3,
    EGRESS_CREDITED = 0xB4,
    EGRESS_CLOSED = 0xB5,
};

enum { SPAWN_STDIN = 1, SPAWN_KEEP = 2, SPAWN_ZYGOTE = 4 };
enum { CAPABILITY_ZYGOTES = 1, CAPABILITY_EGRESS = 2 };
enum { EXIT_DEADLINE = 1, EXIT_KILLED = 2, EXIT_OOM = 4, EXIT_ZYGOTE = 8 };
enum { STREAM_OUT = 1, STREAM_ERR = 2, STREAM_FILE = 3 };

/* The user that programs run as and files belong to. */
enum { SANDBOX_UID = 100, SANDBOX_GID = 101 };

#endif
