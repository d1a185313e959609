package dev.hearth.drivers.namespace;

import java.io.IOException;

/** A system call that failed, with its error number. */
final class LinuxException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    LinuxException(String call, int errno) {
        super(call + " failed with errno " + errno);
        this.errno = errno;
    }

    int errno() {
        return errno;
    }
}
