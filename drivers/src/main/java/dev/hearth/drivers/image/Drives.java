package dev.hearth.drivers.image;

import dev.hearth.core.Time;
import dev.hearth.drivers.microvm.GuestDrives;
import java.nio.file.Path;

/** The read-only drives of this host, {@code drives/DIGEST.squashfs}, kept within a limit. */
public interface Drives extends GuestDrives {

    /** What drives may take on disk before unused ones go, bytes. */
    long DEFAULT_LIMIT_BYTES = 8L << 30;

    /** The drives in the folder {@code folder}, which is this process's alone. */
    static Drives in(Path folder, long limitBytes, Time time) {
        return new DriveCache(folder, limitBytes, time);
    }

    /** What there is now. */
    Usage usage();

    /**
     * What drives take.
     *
     * @param drives how many there are
     * @param bytes what they take on disk
     * @param limitBytes from which on those not used for longest go; those in use stay, even beyond it
     * @param inUse how many are in use
     * @param evicted how many went since the start
     */
    record Usage(int drives, long bytes, long limitBytes, int inUse, long evicted) {}
}
