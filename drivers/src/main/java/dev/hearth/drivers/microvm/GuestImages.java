package dev.hearth.drivers.microvm;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The images and kernels of this host, as {@code hearth image} keeps them. */
public interface GuestImages {

    /**
     * Every image, in the order of preference. Read anew each time, so that one built meanwhile is found; cheap.
     *
     * @throws IOException when a folder or manifest cannot be read; the message says which and what to do
     */
    List<GuestImage> images() throws IOException;

    /**
     * The kernel to boot, if there is one.
     *
     * @throws IOException as above
     */
    Optional<GuestKernel> kernel() throws IOException;
}
