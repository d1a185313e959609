package dev.hearth.drivers.microvm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Read-only drives made of folders: a function's code, its layers, a runtime. Kept and evicted by digest. */
public interface GuestDrives {

    /**
     * A squashfs image of the folders merged in order, later ones on top. Blocks while it is made; asked again for the
     * same folders it answers at once. Each folder stays as it is for as long as the process lives.
     *
     * @return a lease on the file, which stays until the lease is closed
     * @throws IOException when it cannot be made; the message says what is missing
     */
    Lease of(List<Path> folders) throws IOException;

    /**
     * A drive in use.
     */
    interface Lease extends AutoCloseable {

        /** The image, readable for everybody. */
        Path file();

        /** What identifies the contents: the same for the same folders. */
        String digest();

        @Override
        void close();
    }
}
