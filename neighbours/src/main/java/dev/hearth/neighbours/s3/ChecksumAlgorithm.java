package dev.hearth.neighbours.s3;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The checksums that S3 knows beside the ETag (user guide, "Checking object integrity"). */
public enum ChecksumAlgorithm {
    CRC32(4),
    CRC32C(4),
    CRC64NVME(8),
    SHA1(20),
    SHA256(32);

    private final int bytes;

    ChecksumAlgorithm(int bytes) {
        this.bytes = bytes;
    }

    /** How long its raw value is. */
    public int bytes() {
        return bytes;
    }

    /** The header that carries it. */
    public String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /** The element that carries it. */
    public String element() {
        return "Checksum" + name();
    }

    /** Whether the whole's value can be told from the parts' values. */
    public boolean combines() {
        return this == CRC32 || this == CRC32C || this == CRC64NVME;
    }

    /** By its name in any case; null for none. */
    public static @Nullable ChecksumAlgorithm of(String name) {
        for (ChecksumAlgorithm algorithm : values()) {
            if (algorithm.name().equalsIgnoreCase(name)) {
                return algorithm;
            }
        }
        return null;
    }

    /** One about to be computed. */
    public Summing summing() {
        return Summing.of(this);
    }
}
