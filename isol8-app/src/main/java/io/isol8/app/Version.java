package io.isol8.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that this was built as. */
final class Version implements IVersionProvider {

    static String current() {
        return new Version().getVersion()[0];
    }

    @Override
    public String[] getVersion() {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/io/isol8/app/build.properties")) {
            if (in == null) {
                throw new IllegalStateException("build.properties is not packaged");
            }
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String[] {build.getProperty("version", "")};
    }
}
