package dev.hearth.drivers.image;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which drives go. */
final class DriveDecisions {

    /** A drive on disk. */
    record Kept(String digest, long bytes, Instant lastUsed, boolean inUse) {}

    private DriveDecisions() {}

    /** Those to remove so that the rest fits into {@code limitBytes}: unused ones only, unused for longest first. */
    static List<String> evict(List<Kept> all, long limitBytes) {
        long bytes = all.stream().mapToLong(Kept::bytes).sum();
        List<Kept> unused = all.stream()
                .filter(drive -> !drive.inUse())
                .sorted(Comparator.comparing(Kept::lastUsed).thenComparing(Kept::digest))
                .toList();
        List<String> gone = new ArrayList<>();
        for (Kept drive : unused) {
            if (bytes <= limitBytes) {
                break;
            }
            bytes -= drive.bytes();
            gone.add(drive.digest());
        }
        return gone;
    }
}
