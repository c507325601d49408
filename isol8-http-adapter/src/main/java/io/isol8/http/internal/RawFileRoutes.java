package io.isol8.http.internal;

import io.isol8.domain.FileAttributes;
import io.isol8.domain.FileKind;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SandboxPath;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.OpenFile;
import io.isol8.ports.SandboxFiles;
import io.isol8.wire.DirectoryListing;
import io.isol8.wire.Done;
import io.isol8.wire.FileHeaders;
import io.javalin.http.Context;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/**
 * Files of a session as they are, of any size: a bounded part is in memory. The rest of the path after {@code /files/}
 * is a path in /sandbox, or an absolute one if it starts with a slash itself.
 */
final class RawFileRoutes {

    private static final String BYTES = "application/octet-stream";

    private final Isol8Service service;

    RawFileRoutes(Isol8Service service) {
        this.service = service;
    }

    private SandboxFiles files(Context context) {
        return FileRoutes.ofSession(service, context, context.pathParam("id"));
    }

    private static String path(Context context) {
        String path = context.pathParamMap().getOrDefault("path", "");
        return path.isEmpty() ? SandboxPath.ROOT : path;
    }

    /** A path that ends in a slash is that of a directory to make; there is nothing to write into it. */
    void write(Context context) throws IOException {
        if (context.header("Content-Range") != null) {
            throw new Refusal(400, "A file is written as a whole: Content-Range must be absent.");
        }
        SandboxFiles files = files(context);
        String path = path(context);
        if (context.req().getRequestURI().endsWith("/")) {
            files.makeDirectory(path);
        } else {
            writeFile(context, files, path);
        }
        Replies.json(context, 200, new Done());
    }

    void delete(Context context) throws IOException {
        files(context).delete(path(context));
        Replies.json(context, 200, new Done());
    }

    private static void writeFile(Context context, SandboxFiles files, String path) throws IOException {
        int mode = FileHeaders.mode(context::header).orElse(SandboxFiles.READABLE);
        RequestBody body = RequestBody.unbounded(context);
        try {
            files.write(path, mode, body);
        } catch (Isol8Exception e) {
            body.throwFailure();
            throw e;
        }
    }

    /** What is there, without its content. */
    void look(Context context) throws IOException {
        FileAttributes attributes = files(context).attributes(path(context));
        describe(context, attributes);
        if (attributes.kind() == FileKind.FILE) {
            context.header("Accept-Ranges", "bytes");
            context.res().setContentLengthLong(attributes.size());
            Replies.stream(context.res(), BYTES);
        }
    }

    private static void describe(Context context, FileAttributes attributes) {
        FileHeaders.write(attributes).forEach(context::header);
        context.res().setDateHeader("Last-Modified", attributes.modified().toEpochMilli());
    }

    /**
     * A directory is listed. Nothing tells for certain whether a file has changed meanwhile, so a range on the condition
     * that it has not is the whole file; one that has become shorter ends with the connection.
     */
    void read(Context context) throws IOException {
        SandboxFiles files = files(context);
        String path = path(context);
        FileAttributes attributes = files.attributes(path);
        describe(context, attributes);
        if (attributes.kind() == FileKind.DIRECTORY) {
            Replies.json(context, 200, new DirectoryListing(files.list(path)));
            return;
        }
        send(context, files, path, attributes.size());
    }

    private static void send(Context context, SandboxFiles files, String path, long size) throws IOException {
        boolean conditional = context.header("If-Range") != null;
        Optional<ByteRange> asked = conditional ? Optional.empty() : ByteRange.of(context.header("Range"), size);
        ByteRange range = asked.orElse(ByteRange.all(size));
        context.header("Accept-Ranges", "bytes");
        if (range.isEmpty() && asked.isPresent()) {
            context.header("Content-Range", "bytes */" + size);
            throw new Refusal(416, "The file has " + size + " bytes, none of which were asked for.");
        }
        try (OpenFile file = files.open(path, range.first(), range.length())) {
            if (asked.isPresent()) {
                context.status(206).header("Content-Range", range.header(size));
            }
            context.res().setContentLengthLong(range.length());
            long sent = file.content().transferTo(Replies.stream(context.res(), BYTES));
            if (sent < range.length()) {
                throw new EOFException("of " + range.length() + " bytes only " + sent + " were there");
            }
        }
    }
}
