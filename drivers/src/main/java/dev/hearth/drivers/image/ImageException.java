package dev.hearth.drivers.image;

import java.io.IOException;

/** An image, kernel or drive could not be made, found or removed; the message says why and what to do. */
public final class ImageException extends IOException {

    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
