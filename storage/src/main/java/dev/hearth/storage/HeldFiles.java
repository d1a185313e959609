package dev.hearth.storage;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A folder of a data folder of which no file vanishes until this is closed, although a Hearth goes on to use it: what
 * it removes is put aside. So a copy of the store, taken meanwhile, can be given each file that it refers to. A folder
 * is held no longer than the process lives that holds it.
 */
public interface HeldFiles extends AutoCloseable {

    /**
     * Holds a folder from now on.
     *
     * @param folder made if it is not there
     * @throws IOException when somebody else holds it, or it cannot be written to
     */
    static HeldFiles hold(Path folder) throws IOException {
        return HeldFolder.hold(folder);
    }

    /** Where files are that were removed meanwhile, by their names; not there if none was. */
    Path removed();

    /** What was put aside is gone after this. */
    @Override
    void close() throws IOException;
}
