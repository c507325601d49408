package io.isol8.docker.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** What the images are built from: the files of images/, packaged with this module. */
public final class BuildContext {

    private static final String ROOT = "images/";
    private static final int FILE_MODE = 0100644;

    /** Trusted by the package clients while the image is built; depends on the machine, so not part of the hash. */
    static final String HOST_CERTIFICATES = "host-ca.crt";

    /** Variables of this process that whatever fetches something for an image gets, too. */
    static final Set<String> FORWARDED = Set.of(
            "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "NPM_CONFIG_REGISTRY");

    private final Map<String, byte[]> files;

    private BuildContext(Map<String, byte[]> files) {
        this.files = files;
    }

    /** The files that the packaged list names, in its order. */
    static BuildContext packaged() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        new String(Resources.read(ROOT + "context.list"), StandardCharsets.UTF_8)
                .lines()
                .forEach(name -> files.put(name, Resources.read(ROOT + name)));
        return new BuildContext(files);
    }

    /** Of one file. */
    static BuildContext of(String name, String content) {
        return new BuildContext(Map.of(name, content.getBytes(StandardCharsets.UTF_8)));
    }

    /** What {@link #hash} gives, from a file that is written when this module is built. */
    static String packagedHash() {
        return new String(Resources.read(ROOT + "context.sha256"), StandardCharsets.US_ASCII);
    }

    /** Writes the file of {@link #packagedHash}; reading all files at every start would take a one-shot command 25 ms. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), packaged().hash());
    }

    /** SHA-256 over path and content of every file, in order (spec 24.3). */
    String hash() {
        MessageDigest digest = sha256();
        files.forEach((path, content) -> {
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The context as Docker wants it. */
    byte[] tar(Map<String, String> environment) {
        Map<String, byte[]> all = new LinkedHashMap<>(files);
        all.put(HOST_CERTIFICATES, hostCertificates(environment));
        return archive(all);
    }

    /** These files, by their paths, as an archive. */
    static byte[] archive(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                add(tar, file.getKey(), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String path, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setMode(FILE_MODE);
        entry.setSize(content.length);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /** What the file holds that the environment names; empty if it names none that can be read. */
    public static byte[] hostCertificates(Map<String, String> environment) {
        try {
            for (String variable : new String[] {"NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"}) {
                String file = environment.getOrDefault(variable, "");
                if (!file.isEmpty() && Files.isReadable(Path.of(file))) {
                    return Files.readAllBytes(Path.of(file));
                }
            }
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
