package dev.hearth.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Files of this host that other hosts of its cluster may have, by name; none changes once it is there. */
@FunctionalInterface
public interface HostFiles {

    /** A host without such files. */
    HostFiles NONE = _ -> Optional.empty();

    /** Where the file is, or empty when it is not here. The name comes from another host. Blocks. */
    Optional<Path> find(String name) throws IOException;
}
