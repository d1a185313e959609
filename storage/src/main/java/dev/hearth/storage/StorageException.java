package dev.hearth.storage;

/** A database that failed where it should not: full or broken disk, unreadable file, wrong SQL. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
