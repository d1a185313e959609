package dev.hearth.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What other hosts of its cluster may have of this one: files by name, of which none changes once it is there. */
public interface HostFiles {

    /** A host without such files. */
    HostFiles NONE = new HostFiles() {

        @Override
        public Optional<Path> find(String name) {
            return Optional.empty();
        }

        @Override
        public String facts() {
            return "{}";
        }
    };

    /** Where the file is, or empty when it is not here. The name comes from another host. Blocks. */
    Optional<Path> find(String name) throws IOException;

    /** How the host is, as JSON, for a doctor at another. Blocks. */
    String facts();
}
