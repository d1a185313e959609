package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A deployment package: the entries of a zip, checked so that unpacking them cannot write, or lead, outside their
 * folder.
 *
 * <p>The zip is hostile until shown otherwise. Refused are absolute names, {@code ..}, the same name twice, a file
 * where a folder is needed, symbolic links that leave the package, devices, encryption, more than
 * {@link #MAX_ENTRIES} entries, and more than {@link RegistryLimits#UNZIPPED_BYTES} of content, counted while it is
 * inflated and whatever the headers claim.
 */
public interface CodePackage {

    /** Most entries of one package. */
    int MAX_ENTRIES = 65_535;

    /** Longest name of an entry, bytes; leaves room for the folder in front of it in a system call's path. */
    int MAX_NAME_BYTES = 3_072;

    /** Longest part of a name between slashes, bytes, as Linux file systems limit it. */
    int MAX_SEGMENT_BYTES = 255;

    /** Longest target of a symbolic link, bytes. */
    int MAX_LINK_BYTES = 1_024;

    /** The names in the package, folders first; each path is relative, without {@code .} or {@code ..}. */
    List<Entry> entries();

    /**
     * Hands the whole content to {@code sink}: folders before what is in them, links last.
     *
     * @throws FaultException INVALID_PARAMETER when the content is broken, too big or leads out; the sink has then
     *     seen a part
     */
    void unpack(Sink sink);

    /** Bytes of its whole content, as it claims; {@link #unpack} and {@link #verify} refuse a false claim. */
    long unzippedSize();

    /** Checks the whole content without keeping it; refuses as {@link #unpack} does. */
    default void verify() {
        unpack(new Sink() {
            @Override
            public void directory(String path) {
                // Nothing is kept.
            }

            @Override
            public void file(String path, boolean executable, Content content) {
                content.chunks((bytes, length) -> {});
            }

            @Override
            public void link(String path, String target) {
                // Nothing is kept.
            }
        });
    }

    /**
     * The package in {@code zip}, its names checked and its content not yet.
     *
     * @throws FaultException INVALID_PARAMETER, with Lambda's message, or REQUEST_TOO_LARGE
     */
    static CodePackage read(byte[] zip) {
        if (zip.length == 0) {
            throw ZipPackage.refused("Uploaded file must be a non-empty zip");
        }
        if (zip.length > RegistryLimits.ZIPPED_BYTES) {
            throw new Fault(
                            Fault.Kind.REQUEST_TOO_LARGE,
                            "Zipped size must be smaller than " + RegistryLimits.ZIPPED_BYTES + " bytes",
                            "RequestEntityTooLarge")
                    .asException();
        }
        return ZipPackage.of(zip);
    }

    /** What the code store tells of {@code zip}, whose content this is. */
    default StoredCode stored(byte[] zip) {
        return new StoredCode(digest(zip), zip.length, unzippedSize());
    }

    /** The SHA-256 of {@code zip}, lower-case hexadecimal. */
    static String digest(byte[] zip) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(zip));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** One name. */
    record Entry(String path, Kind kind, boolean executable) {}

    /** What a name stands for. */
    enum Kind {
        DIRECTORY,
        FILE,
        LINK
    }

    /** Where a package is unpacked to. */
    interface Sink {

        void directory(String path);

        /** Must read {@code content} to its end. */
        void file(String path, boolean executable, Content content);

        void link(String path, String target);
    }

    /** The bytes of one file. */
    @FunctionalInterface
    interface Content {

        void chunks(Chunk chunk);
    }

    /** Takes the next {@code length} bytes of a file; {@code bytes} is reused afterwards. */
    @FunctionalInterface
    interface Chunk {

        void take(byte[] bytes, int length);
    }
}
