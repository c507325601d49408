package io.isol8.client;

import io.isol8.domain.DirectoryEntry;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.FileAttributes;
import io.isol8.domain.FileContent;
import io.isol8.domain.FileKind;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SandboxPath;
import io.isol8.ports.OpenFile;
import io.isol8.ports.SandboxFiles;
import io.isol8.wire.DirectoryListing;
import io.isol8.wire.ErrorBody;
import io.isol8.wire.FileDownload;
import io.isol8.wire.FileHeaders;
import io.isol8.wire.FileUpload;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The files of a session, moved as they are. Servers of the first implementation know only whole files in JSON: with
 * those, writing an array and reading into one work, and nothing else.
 */
final class RemoteFiles implements SandboxFiles {

    private static final String UPLOAD = "File upload failed";
    private static final String DOWNLOAD = "File download failed";
    private static final String LOOKUP = "File lookup failed";
    private static final String LISTING = "Directory listing failed";
    private static final String CREATION = "Directory creation failed";
    private static final String DELETION = "File deletion failed";

    private static final String OCTETS = "application/octet-stream";
    private static final String NO_ROUTE = "Not Found";
    private static final String NO_SESSION = "Session not found";

    private static final ByteSpan FIRST_BYTE = new ByteSpan(0, 1);

    private final ServerConnection server;
    private final String sessionId;
    private volatile boolean wholeFilesOnly;

    RemoteFiles(ServerConnection server, String sessionId) {
        this.server = server;
        this.sessionId = sessionId;
    }

    @Override
    public void write(String path, int mode, InputStream content) {
        put(UPLOAD, file(path), mode, OneShotBody.stream(content));
    }

    /** A server of the first implementation gives the file the permission bits that it gives to every file. */
    @Override
    public void write(String path, int mode, byte[] content) {
        if (!wholeFilesOnly) {
            try {
                put(UPLOAD, file(path), mode, OneShotBody.bytes(content));
                return;
            } catch (Isol8Exception e) {
                if (!wholeFilesOnly) {
                    throw e;
                }
            }
        }
        FileUpload upload = new FileUpload(Optional.of(sessionId), path, FileContent.owning(content));
        Request request = server.request(server.url().at("file"))
                .post(OneShotBody.json(upload))
                .build();
        try {
            run(UPLOAD, request);
        } catch (IOException e) {
            throw Failures.broken(UPLOAD, e);
        }
    }

    private void put(String what, HttpUrl target, int mode, OneShotBody content) {
        Request.Builder request =
                server.request(target).header("Content-Type", OCTETS).put(content);
        FileHeaders.write(mode).forEach(request::header);
        try (Response answer = server.upload(request.build())) {
            requireSuccess(what, answer);
        } catch (IOException e) {
            throw content.contentFailure()
                    .map(unread -> new Isol8Exception(ErrorCode.FILE_FAILED, what + ": " + unread.getMessage(), unread))
                    .orElseGet(() -> Failures.broken(what, e));
        }
    }

    private void run(String what, Request request) throws IOException {
        try (Response answer = server.call(request)) {
            requireSuccess(what, answer);
        }
    }

    @Override
    public OpenFile open(String path, long offset, long length) {
        if (offset < 0 || length < 0) {
            throw Isol8Exception.invalid("offset and length must not be negative.");
        }
        if (length == 0) {
            return new OpenFile(attributes(path), InputStream.nullInputStream());
        }
        OpenFile file = open(DOWNLOAD, file(path), new ByteSpan(offset, length));
        if (file.attributes().kind() != FileKind.DIRECTORY) {
            return file;
        }
        try (file) {
            throw new Isol8Exception(ErrorCode.FILE_FAILED, DOWNLOAD + ": Is a directory");
        } catch (IOException e) {
            throw Failures.broken(DOWNLOAD, e);
        }
    }

    private OpenFile open(String what, HttpUrl target, ByteSpan span) {
        Request.Builder request = server.request(target);
        span.header().ifPresent(range -> request.header("Range", range));
        try {
            Response answer = server.call(request.build());
            try {
                return opened(what, answer);
            } catch (RuntimeException e) {
                answer.close();
                throw e;
            }
        } catch (IOException e) {
            throw Failures.broken(what, e);
        }
    }

    private OpenFile opened(String what, Response answer) {
        if (answer.code() == 416) {
            answer.close();
            return new OpenFile(attributes(what, answer), InputStream.nullInputStream());
        }
        requireSuccess(what, answer);
        FileAttributes attributes = attributes(what, answer);
        boolean asked = answer.request().header("Range") != null;
        if (attributes.kind() == FileKind.FILE && asked && answer.code() != 206) {
            throw new Isol8Exception(ErrorCode.ENGINE_FAILED, what + ": the server does not send parts of files");
        }
        return new OpenFile(attributes, answer.body().byteStream());
    }

    private static FileAttributes attributes(String what, Response answer) {
        return FileHeaders.read(name -> answer.header(name))
                .orElseThrow(() -> new Isol8Exception(
                        ErrorCode.ENGINE_FAILED, what + ": the server's answer does not say what the file is"));
    }

    @Override
    public byte[] read(String path, int most) {
        if (!wholeFilesOnly) {
            try {
                return SandboxFiles.super.read(path, most);
            } catch (Isol8Exception e) {
                if (!wholeFilesOnly) {
                    throw e;
                }
            }
        }
        return readWhole(path, most);
    }

    private byte[] readWhole(String path, int most) {
        HttpUrl target = server.url()
                .builder("file")
                .addQueryParameter("sessionId", sessionId)
                .addQueryParameter("path", path)
                .build();
        try (Response answer = server.call(server.request(target).build())) {
            requireSuccess(DOWNLOAD, answer);
            byte[] content = Failures.read(DOWNLOAD, answer, FileDownload::read)
                    .content()
                    .bytes();
            if (content.length > most) {
                throw new Isol8Exception(ErrorCode.FILE_FAILED, DOWNLOAD + ": it has more than " + most + " bytes");
            }
            return content;
        } catch (IOException e) {
            throw Failures.broken(DOWNLOAD, e);
        }
    }

    /** A refusal says why in its body, which the answer to this question has not: then the file itself is asked for. */
    @Override
    public FileAttributes attributes(String path) {
        HttpUrl target = directory(path);
        try (Response answer = server.call(server.request(target).head().build())) {
            if (answer.isSuccessful()) {
                return attributes(LOOKUP, answer);
            }
        } catch (IOException e) {
            throw Failures.broken(LOOKUP, e);
        }
        try (OpenFile file = open(LOOKUP, target, FIRST_BYTE)) {
            return file.attributes();
        } catch (IOException e) {
            throw Failures.broken(LOOKUP, e);
        }
    }

    @Override
    public List<DirectoryEntry> list(String path) {
        Request request = server.request(directory(path)).build();
        try (Response answer = server.call(request)) {
            requireSuccess(LISTING, answer);
            if (attributes(LISTING, answer).kind() != FileKind.DIRECTORY) {
                throw new Isol8Exception(ErrorCode.FILE_FAILED, LISTING + ": Not a directory");
            }
            return Failures.read(LISTING, answer, DirectoryListing::read).entries();
        } catch (IOException e) {
            throw Failures.broken(LISTING, e);
        }
    }

    @Override
    public void makeDirectory(String path) {
        HttpUrl target = directory(path).newBuilder().addPathSegment("").build();
        put(CREATION, target, 0, OneShotBody.bytes(new byte[0]));
    }

    @Override
    public void delete(String path) {
        try {
            run(DELETION, server.request(file(path)).delete().build());
        } catch (IOException e) {
            throw Failures.broken(DELETION, e);
        }
    }

    private HttpUrl file(String path) {
        return server.url().file(sessionId, SandboxPath.file(path));
    }

    private HttpUrl directory(String path) {
        return server.url().file(sessionId, SandboxPath.directory(path));
    }

    private void requireSuccess(String what, Response answer) {
        if (answer.isSuccessful()) {
            return;
        }
        ErrorBody refusal = Failures.refusal(answer);
        boolean unknown = answer.code() == 404 && refusal.code().isEmpty();
        if (unknown && refusal.error().equals(NO_ROUTE)) {
            wholeFilesOnly = true;
        }
        ErrorCode otherwise = unknown && refusal.error().equals(NO_SESSION)
                ? ErrorCode.NO_SANDBOX
                : Failures.code(answer.code(), ErrorCode.FILE_FAILED);
        throw Failures.about(what, refusal.toException(otherwise));
    }
}
