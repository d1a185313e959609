package dev.hearth.drivers.firecracker;

import java.io.IOException;

/** Firecracker refused a request; the message is its {@code fault_message}. */
final class ApiFault extends IOException {

    private static final long serialVersionUID = 1L;

    private final String call;
    private final int status;

    ApiFault(Call call, int status, String faultMessage) {
        super(faultMessage);
        this.call = call.toString();
        this.status = status;
    }

    String call() {
        return call;
    }

    int status() {
        return status;
    }
}
