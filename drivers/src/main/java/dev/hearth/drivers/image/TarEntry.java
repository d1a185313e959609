package dev.hearth.drivers.image;

/**
 * One entry of a tar archive.
 *
 * @param name as written, not yet judged
 * @param type what it is
 * @param mode permission bits, set-user-id and the like included
 * @param user owner's number
 * @param group group's number
 * @param modified seconds since 1970
 * @param link target of a symbolic or hard link, else empty
 * @param content a file's bytes; empty for the others
 */
record TarEntry(String name, Type type, int mode, int user, int group, long modified, String link, Content content) {

    /** What an entry can be. */
    enum Type {
        FILE,
        FOLDER,
        SYMLINK,
        HARDLINK,
        /** A device, a FIFO, or something that this reader does not know. */
        SPECIAL
    }
}
