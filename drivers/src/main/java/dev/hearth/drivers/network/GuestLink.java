package dev.hearth.drivers.network;

import java.nio.file.Path;

/** One guest's network: a namespace with the device that its machine monitor opens. */
public interface GuestLink extends AutoCloseable {

    /** Name of the network namespace, as {@code ip netns} lists it. */
    String namespace();

    /** The file to enter it by: for {@code setns}, {@code nsenter --net=} or the jailer's {@code --netns}. */
    Path namespaceFile();

    /**
     * Name of the device inside the namespace: the tap to open, or for {@link GuestNetworks.Device#VETH} the end of a
     * pair that carries the guest's address itself.
     */
    String device();

    /** What the guest configures. */
    GuestAddresses addresses();

    /** Removes all of it. To be called when the machine monitor has ended; a second call is without effect. */
    @Override
    void close();
}
