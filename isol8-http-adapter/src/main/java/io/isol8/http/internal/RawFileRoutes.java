package io.isol8.http.internal;

import io.isol8.domain.FileAttributes;
import io.isol8.domain.FileKind;
import io.isol8.domain.SandboxPath;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.OpenFile;
import io.isol8.ports.SandboxFiles;
import io.isol8.wire.DirectoryListing;
import io.isol8.wire.Done;
import io.isol8.wire.FileHeaders;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/**
 * Files of a session as they are, of any size: a bounded part is in memory. The rest of the path after {@code /files/}
 * is a path in /sandbox, or an absolute one if it starts with a slash itself.
 */
final class RawFileRoutes {

    private final Isol8Service service;

    RawFileRoutes(Isol8Service service) {
        this.service = service;
    }

    private SandboxFiles files(Context context) {
        return FileRoutes.ofSession(service, SessionRoutes.key(context, context.pathParam("id")));
    }

    private static String path(Context context) {
        String path = context.pathParamMap().getOrDefault("path", "");
        return path.isEmpty() ? SandboxPath.ROOT : path;
    }

    /** A path that ends in a slash is that of a directory to make; there is nothing to write into it. */
    void write(Context context) {
        SandboxFiles files = files(context);
        String path = path(context);
        if (context.req().getRequestURI().endsWith("/")) {
            files.makeDirectory(path);
        } else {
            int mode = FileHeaders.mode(context::header).orElse(SandboxFiles.READABLE);
            files.write(path, mode, context.bodyInputStream());
        }
        Replies.json(context, 200, new Done());
    }

    void delete(Context context) {
        files(context).delete(path(context));
        Replies.json(context, 200, new Done());
    }

    /** What is there, without its content. */
    void look(Context context) {
        describe(context, files(context).attributes(path(context)));
    }

    private static void describe(Context context, FileAttributes attributes) {
        FileHeaders.write(attributes).forEach(context::header);
        context.res().setDateHeader("Last-Modified", attributes.modified().toEpochMilli());
    }

    /** A directory is listed. */
    void read(Context context) throws IOException {
        SandboxFiles files = files(context);
        String path = path(context);
        FileAttributes attributes = files.attributes(path);
        describe(context, attributes);
        if (attributes.kind() == FileKind.DIRECTORY) {
            Replies.json(context, 200, new DirectoryListing(files.list(path)));
            return;
        }
        Optional<ByteRange> asked = ByteRange.of(context.header("Range"), attributes.size());
        ByteRange range = asked.orElse(ByteRange.all(attributes.size()));
        context.header("Accept-Ranges", "bytes");
        if (range.isEmpty() && asked.isPresent()) {
            context.header("Content-Range", "bytes */" + attributes.size());
            throw new Refusal(416, "The file has " + attributes.size() + " bytes, none of which were asked for.");
        }
        try (OpenFile file = files.open(path, range.first(), range.length())) {
            if (asked.isPresent()) {
                context.status(206).header("Content-Range", range.header(attributes.size()));
            }
            context.res().setContentLengthLong(range.length());
            file.content().transferTo(Replies.stream(context, "application/octet-stream"));
        }
    }
}
