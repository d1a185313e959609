package dev.hearth.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** TLS with this host's certificate of the moment, which may be renewed while it is used. */
final class HostContext {

    private final Path folder;
    private @Nullable SSLContext context;
    private @Nullable FileTime of;

    HostContext(Path folder) {
        this.folder = folder;
    }

    synchronized SSLContext get() throws IOException {
        FileTime now = Files.getLastModifiedTime(Identity.file(folder));
        SSLContext made = context;
        if (made == null || !now.equals(of)) {
            made = Identity.read(folder).context();
            context = made;
            of = now;
        }
        return made;
    }
}
