package dev.hearth.drivers.network;

import dev.hearth.core.Ports;
import dev.hearth.sandbox.Wall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The links of one Hearth's guests, out of one range of addresses. Creating it is cheap and touches nothing; the first
 * link takes the range.
 */
public interface GuestNetworks extends AutoCloseable {

    /** What the guest's side of a link is. */
    enum Device {
        /** A tap device for a machine monitor. */
        TAP,
        /** One end of a veth pair with the guest's address, for a sandbox that lives in the namespace. */
        VETH
    }

    /**
     * One link to make.
     *
     * @param id unique among the living links of this Hearth; for messages
     * @param reach what the guest may reach
     * @param device what the guest's side is
     * @param user host user that may open the tap without privilege; empty for root only
     * @param wall what alone is let through of what the reach says; empty for all of it. Name servers always are
     */
    record Request(String id, Reach reach, Device device, OptionalInt user, Optional<Wall> wall) {

        /** One without a wall. */
        public Request(String id, Reach reach, Device device, OptionalInt user) {
            this(id, reach, device, user, Optional.empty());
        }
    }

    static GuestNetworks create(NetworkOptions options, Ports ports) {
        return new HostGuestNetworks(options, ports);
    }

    /** The range in use, or why there is none. Reads the host and changes nothing. */
    RangeVerdict range();

    /** The range in use with what came to overlap it since; empty as long as no link was made. */
    Optional<RangeVerdict> inUse();

    /** By which protocols guests leave this host, for people; and what to do where they cannot. */
    String wayOut();

    /** Whether links can be made here, found by making one and removing it again; empty, or what is in the way. To be
     * asked before the first link. */
    List<String> obstacles();

    /**
     * Makes a link; takes some milliseconds of system commands. Undoes everything it did when a step fails.
     *
     * @throws IOException names the step that failed and what the system said, or why there is no range
     */
    GuestLink attach(Request request) throws IOException;

    /**
     * Gives every link with a wall of this name this one; without effect when there is none, or it is the same.
     *
     * @throws IOException when the kernel does not take it: then the wall stays as it was
     */
    void change(Wall wall) throws IOException;

    /**
     * Gives an empty network namespace, for a machine monitor whose guest needs no network: should it be taken over, it
     * finds nothing there, not even a loopback, and nobody else. Needs no range and none of the host's programs; some
     * are kept ready, to make one takes about half a millisecond.
     *
     * @throws IOException when this process may not make one, which needs root
     */
    Nowhere nowhere() throws IOException;

    /** An empty network namespace. */
    interface Nowhere extends AutoCloseable {

        /** The file to enter it by, as {@link GuestLink#namespaceFile}. */
        Path namespaceFile();

        /** Instead of {@link #close}, once: nobody is inside any more, so it may be another's. */
        void giveBack();

        /** Gives it up; it is gone with the last process inside. A second call is without effect. */
        @Override
        void close();
    }

    /** Removes what a killed predecessor with the same state folder left; a second call is without effect. */
    void clearLeftOvers();

    /** Removes every link that is still there, and the rules and routes of this Hearth. */
    @Override
    void close();
}
