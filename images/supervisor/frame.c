#include "frame.h"

#include <stdlib.h>
#include <string.h>

static uint32_t get_u32(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool from_engine(uint8_t type) {
    return (type >= SPAWN && type <= DISCARD) || (type >= FILE_WRITE && type <= FILE_CANCEL) || type == RESET ||
           type == PING || (type >= EGRESS_LISTEN && type <= EGRESS_CLOSE) || type == PREPARE;
}

enum frame_status frame_parse(const uint8_t *buf, size_t n, struct frame *out, const char **why) {
    *out = (struct frame){0};
    if (n < HEADER_SIZE) {
        return FRAME_PARTIAL;
    }
    out->length = get_u32(buf);
    out->type = buf[4];
    out->channel = get_u32(buf + 5);
    if (out->length > MAX_PAYLOAD) {
        *why = "frame too long";
        return FRAME_BAD;
    }
    if (!from_engine(out->type)) {
        *why = "unknown frame type";
        return FRAME_BAD;
    }
    return n - HEADER_SIZE < out->length ? FRAME_PARTIAL : FRAME_WHOLE;
}

/* A cursor that remembers the first thing that did not fit; the rest then reads as zero. */
struct reader {
    uint8_t *p;
    size_t left;
    bool bad;
};

static uint8_t *take(struct reader *r, size_t n) {
    if (r->bad || r->left < n) {
        r->bad = true;
        return NULL;
    }
    uint8_t *p = r->p;
    r->p += n;
    r->left -= n;
    return p;
}

static uint64_t take_number(struct reader *r, size_t bytes) {
    const uint8_t *p = take(r, bytes);
    uint64_t v = 0;
    for (size_t i = 0; p != NULL && i < bytes; i++) {
        v = v << 8 | p[i];
    }
    return v;
}

/* *end is where the terminator belongs: often on a byte that is still to be read. */
static char *take_str(struct reader *r, uint8_t **end) {
    uint32_t n = (uint32_t)take_number(r, 4);
    uint8_t *p = take(r, n);
    if (p == NULL || memchr(p, 0, n) != NULL) {
        r->bad = true;
        return NULL;
    }
    *end = p + n;
    return (char *)p;
}

static bool whole(const struct reader *r) {
    return !r->bad && r->left == 0;
}

/* The string before a field is terminated only after the field's first bytes have been read. */
static bool take_vector(struct reader *r, char **vector, size_t count, uint8_t **end) {
    for (size_t i = 0; i < count; i++) {
        uint8_t *before = *end;
        vector[i] = take_str(r, end);
        if (r->bad) {
            return false;
        }
        *before = 0;
    }
    vector[count] = NULL;
    return true;
}

static bool decode_spawn(struct reader *r, struct spawn_request *s) {
    *s = (struct spawn_request){0};
    s->flags = (uint8_t)take_number(r, 1);
    s->deadline_ms = (uint32_t)take_number(r, 4);
    s->credit[0] = (uint32_t)take_number(r, 4);
    s->credit[1] = (uint32_t)take_number(r, 4);
    uint8_t *end = NULL;
    s->cwd = take_str(r, &end);
    size_t argc = take_number(r, 2);
    /* Every string takes four bytes at least: a count that cannot be true costs no memory. */
    if (r->bad || argc == 0 || argc > r->left / 4 || (s->flags & ~(SPAWN_STDIN | SPAWN_KEEP | SPAWN_ZYGOTE)) != 0) {
        return false;
    }
    *end = 0;
    s->argv = calloc(argc + 1, sizeof *s->argv);
    /* The number of arguments has been read, so its first byte may hold the terminator. */
    if (s->argv == NULL || !take_vector(r, s->argv, argc, &end)) {
        return false;
    }
    size_t envc = take_number(r, 2);
    if (r->bad || envc > r->left / 4) {
        return false;
    }
    *end = 0;
    s->envp = calloc(envc + 1, sizeof *s->envp);
    if (s->envp == NULL || !take_vector(r, s->envp, envc, &end) || !whole(r)) {
        return false;
    }
    *end = 0;
    for (char **e = s->envp; *e != NULL; e++) {
        if (**e == '=' || strchr(*e, '=') == NULL) {
            return false;
        }
    }
    return true;
}

static bool decode_path(struct reader *r, struct request *out) {
    uint8_t *end = NULL;
    out->file.path = take_str(r, &end);
    return whole(r);
}

static bool decode_bytes(size_t n, size_t most, uint8_t *payload, struct request *out) {
    out->bytes.data = payload;
    out->bytes.size = (uint32_t)n;
    return n <= most;
}

static bool decode(uint8_t type, struct reader *r, struct request *out) {
    switch (type) {
        case SPAWN:
        case PREPARE:
            return decode_spawn(r, &out->spawn);
        case STDIN:
        case FILE_CHUNK:
        case EGRESS_SEND:
            return decode_bytes(r->left, MAX_DATA, r->p, out);
        case PING:
            return decode_bytes(r->left, MAX_PING, r->p, out);
        case SIGNAL:
            out->signal = (uint8_t)take_number(r, 1);
            return whole(r) && out->signal >= 1 && out->signal <= MAX_SIGNAL;
        case CREDIT:
            out->credit.stream = (uint8_t)take_number(r, 1);
            out->credit.bytes = (uint32_t)take_number(r, 4);
            return whole(r) && out->credit.stream >= STREAM_OUT && out->credit.stream <= STREAM_FILE;
        case EGRESS_LISTEN:
        case EGRESS_CREDIT:
            out->credit.bytes = (uint32_t)take_number(r, 4);
            return whole(r);
        case DISCARD:
            out->stream = (uint8_t)take_number(r, 1);
            return whole(r) && (out->stream == STREAM_OUT || out->stream == STREAM_ERR);
        case FILE_COMMIT: {
            uint8_t keep = (uint8_t)take_number(r, 1);
            out->keep = keep == 1;
            return whole(r) && keep <= 1;
        }
        case FILE_WRITE:
            out->file.mode = (uint32_t)take_number(r, 4);
            return out->file.mode <= 07777 && decode_path(r, out);
        case FILE_READ:
            out->file.offset = take_number(r, 8);
            out->file.limit = take_number(r, 8);
            out->file.credit = (uint32_t)take_number(r, 4);
            return decode_path(r, out);
        case FILE_DELETE: {
            uint8_t recursive = (uint8_t)take_number(r, 1);
            out->file.recursive = recursive == 1;
            return recursive <= 1 && decode_path(r, out);
        }
        case FILE_LIST:
        case FILE_STAT:
        case FILE_MKDIR:
            return decode_path(r, out);
        case STDIN_END:
        case KILL:
        case FILE_CANCEL:
        case RESET:
        case EGRESS_END:
        case EGRESS_CLOSE:
            return whole(r);
        default:
            return false;
    }
}

bool request_decode(uint8_t type, uint8_t *payload, size_t n, struct request *out) {
    struct reader r = {payload, n, false};
    *out = (struct request){0};
    if (decode(type, &r, out)) {
        return true;
    }
    request_free(type, out);
    return false;
}

void request_free(uint8_t type, struct request *r) {
    if (type == SPAWN || type == PREPARE) {
        free(r->spawn.argv);
        free(r->spawn.envp);
        r->spawn.argv = r->spawn.envp = NULL;
    }
}

void put_bytes(struct writer *w, const void *data, size_t n) {
    if (w->capacity - w->size < n) {
        abort();
    }
    memcpy(w->data + w->size, data, n);
    w->size += n;
}

static void put_number(struct writer *w, uint64_t v, size_t bytes) {
    uint8_t b[8];
    for (size_t i = 0; i < bytes; i++) {
        b[i] = (uint8_t)(v >> (8 * (bytes - 1 - i)));
    }
    put_bytes(w, b, bytes);
}

void put_u8(struct writer *w, uint8_t v) {
    put_number(w, v, 1);
}

void put_u16(struct writer *w, uint16_t v) {
    put_number(w, v, 2);
}

void put_u32(struct writer *w, uint32_t v) {
    put_number(w, v, 4);
}

void put_u64(struct writer *w, uint64_t v) {
    put_number(w, v, 8);
}

void put_str(struct writer *w, const char *text) {
    size_t n = strlen(text);
    put_u32(w, (uint32_t)n);
    put_bytes(w, text, n);
}

void put_header(uint8_t out[HEADER_SIZE], uint8_t type, uint32_t channel, uint32_t length) {
    struct writer w = {out, 0, HEADER_SIZE};
    put_u32(&w, length);
    put_u8(&w, type);
    put_u32(&w, channel);
}
