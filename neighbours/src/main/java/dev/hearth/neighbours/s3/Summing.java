package dev.hearth.neighbours.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** A checksum on its way over bytes that come in order. */
public interface Summing {

    /** Takes the bytes between position and limit; both stay where they are. */
    void add(ByteBuffer bytes);

    /** The raw value; once. */
    byte[] end();

    static Summing of(ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC32 -> crc(new CRC32());
            case CRC32C -> crc(new CRC32C());
            case CRC64NVME -> new Crc64();
            case SHA1 -> digest("SHA-1");
            case SHA256 -> digest("SHA-256");
        };
    }

    /** MD5, which ETags are. */
    static Summing md5() {
        return digest("MD5");
    }

    private static Summing crc(Checksum crc) {
        return new Summing() {
            @Override
            public void add(ByteBuffer bytes) {
                crc.update(bytes.duplicate());
            }

            @Override
            public byte[] end() {
                return ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) crc.getValue())
                        .array();
            }
        };
    }

    private static Summing digest(String name) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        return new Summing() {
            @Override
            public void add(ByteBuffer bytes) {
                digest.update(bytes.duplicate());
            }

            @Override
            public byte[] end() {
                return digest.digest();
            }
        };
    }
}
