package dev.hearth.server;

import dev.hearth.cluster.HostFiles;
import dev.hearth.storage.Stores;
import java.nio.file.Path;
import java.util.Optional;

/** What other hosts may have of a host's data folder, and what it says of itself. */
record LentFiles(DataFolder folder, MemberFacts own) implements HostFiles {

    /** What names of the bytes of S3's objects begin with. */
    static final String OBJECT = "object/";

    @Override
    public Optional<Path> find(String name) {
        return name.startsWith(OBJECT)
                ? Stores.objectFile(folder.objects(), name.substring(OBJECT.length()))
                : Optional.empty();
    }

    @Override
    public String facts() {
        return own.json();
    }
}
