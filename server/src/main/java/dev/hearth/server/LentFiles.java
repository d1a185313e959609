package dev.hearth.server;

import dev.hearth.cluster.HostFiles;
import dev.hearth.storage.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What other hosts may have of a host's data folder, and what it says of itself.
 *
 * @param decides whether the host decides, so that those who ask it for an image mean whatever host has it
 */
record LentFiles(DataFolder folder, ContainerFiles images, MemberFacts own, boolean decides) implements HostFiles {

    /** What names of the bytes of S3's objects begin with. */
    static final String OBJECT = "object/";

    /** The largest object, as on AWS, bytes. */
    static final long MOST_OBJECT_BYTES = 5L << 40;

    @Override
    public Optional<Path> find(String name) throws IOException {
        return name.startsWith(OBJECT)
                ? Stores.objectFile(folder.objects(), name.substring(OBJECT.length()))
                : images.lent(name, decides);
    }

    @Override
    public String facts() {
        return own.json();
    }
}
