package dev.hearth.drivers.linux;

import java.io.IOException;

/** A system call that failed, with its error number. */
public final class LinuxException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    public LinuxException(String call, int errno) {
        super(call + " failed with errno " + errno);
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }
}
