package io.isol8.http.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.http.ServerSettings;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.OpenFile;
import io.isol8.ports.SandboxFiles;
import io.isol8.wire.Done;
import io.isol8.wire.FileDownload;
import io.isol8.wire.FileUpload;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;

/** Files of a session as JSON and base64, as existing clients move them (spec 4.5, 4.6). What goes out is not kept in memory. */
final class FileRoutes {

    private final ServerSettings settings;
    private final Isol8Service service;

    FileRoutes(ServerSettings settings, Isol8Service service) {
        this.settings = settings;
        this.service = service;
    }

    void upload(Context context) throws IOException {
        FileUpload upload;
        try (InputStream body = RequestBody.of(context, settings.maxBodySize())) {
            upload = FileUpload.read(body);
        }
        SandboxFiles files = files(context, upload.sessionId().orElse(""));
        files.write(upload.path(), SandboxFiles.READABLE, upload.content().stream());
        Replies.json(context, 200, new Done());
    }

    void download(Context context) throws IOException {
        String id = context.queryParam("sessionId");
        String path = context.queryParam("path");
        if (id == null || id.isEmpty() || path == null || path.isEmpty()) {
            throw new Refusal(400, "Missing sessionId or path");
        }
        long most = Math.min(settings.maxBodySize(), Integer.MAX_VALUE);
        try (OpenFile file = files(context, id).open(path)) {
            long size = file.attributes().size();
            if (size > most) {
                throw new Isol8Exception(
                        ErrorCode.FILE_FAILED,
                        "Failed to read file " + path + " in container: it has more than " + most + " bytes");
            }
            Replies.json(context, 200, FileDownload.of(file.content(), (int) size));
        }
    }

    private SandboxFiles files(Context context, String id) {
        return ofSession(service, context, id);
    }

    /** @throws Refusal with 404 if there is no such session */
    static SandboxFiles ofSession(Isol8Service service, Context context, String id) {
        return SessionRoutes.key(context, id)
                .filter(key -> service.session(key).isPresent())
                .map(service::files)
                .orElseThrow(() -> new Refusal(404, "Session not found"));
    }
}
