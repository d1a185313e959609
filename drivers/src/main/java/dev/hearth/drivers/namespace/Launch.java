package dev.hearth.drivers.namespace;

import dev.hearth.drivers.linux.Linux;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * The descriptors of a sandbox that has just been started; the taker owns them all.
 *
 * @param control the socket on which the init tells the bootstrap's end; closing it ends the sandbox
 * @param output read end of what the processes inside write
 * @param process pidfd of the init, readable when everything inside is gone
 * @param listening the sockets made inside: the Runtime API's, then the endpoint's; none in the host's network
 */
record Launch(int control, int output, int process, int[] listening) {

    /** How long the walls may take; they take milliseconds, so this only matters on a machine that stands still. */
    private static final Duration WAIT = Duration.ofSeconds(20);

    /** No disk for {@code /tmp} could be made; nothing runs. */
    static final class DiskException extends IOException {
        private static final long serialVersionUID = 1L;

        DiskException(String message) {
            super(message);
        }
    }

    /** {@code disk} becomes {@code /tmp} and stays the caller's to close; empty: what the spec says. */
    static Launch perform(Spawner spawner, LaunchSpec spec, OptionalInt disk) throws IOException {
        byte[] request = spec.encode();
        if (request.length > LaunchSpec.MAX_BYTES) {
            throw new IOException("the environment and paths take more than " + LaunchSpec.MAX_BYTES + " bytes");
        }
        Linux.Pipe output = Linux.pipe();
        int[] control = Sockets.messagePair();
        try {
            try {
                if (disk.isPresent()) {
                    spawner.request(request, control[1], output.writeEnd(), disk.getAsInt());
                } else {
                    spawner.request(request, control[1], output.writeEnd());
                }
            } finally {
                Linux.close(control[1]);
                Linux.close(output.writeEnd());
            }
            Sockets.limitWait(control[0], WAIT);
            return await(control[0], output.readEnd());
        } catch (IOException failed) {
            Linux.close(control[0]);
            Linux.close(output.readEnd());
            throw failed;
        }
    }

    /** Makes a disk for {@code /tmp}: the descriptor of a mount that is attached nowhere yet. */
    static int makeDisk(Spawner spawner, Path template) throws IOException {
        int[] control = Sockets.messagePair();
        try {
            try {
                spawner.request(LaunchSpec.encodeDisk(template), control[1]);
            } finally {
                Linux.close(control[1]);
            }
            Sockets.limitWait(control[0], WAIT);
            Sockets.Received answer = Sockets.receive(control[0]);
            if (answer.end() || answer.kind() != 'R') {
                throw new IOException(answer.end() ? "the disk's maker ended" : "could not " + answer.text());
            }
            return answer.descriptors()[0];
        } finally {
            Linux.close(control[0]);
        }
    }

    /** The init's pidfd and its readiness come from two processes, in any order. */
    private static Launch await(int control, int output) throws IOException {
        int process = -1;
        int[] listening = {};
        boolean ready = false;
        try {
            while (process < 0 || !ready) {
                Sockets.Received message = Sockets.receive(control);
                if (message.end()) {
                    throw new IOException("the launcher ended without a word");
                }
                switch (message.kind()) {
                    case 'P' -> process = message.descriptors()[0];
                    case 'R' -> {
                        ready = true;
                        listening = message.descriptors();
                    }
                    case 'F' -> throw new IOException("could not " + message.text());
                    case 'T' -> throw new DiskException("could not " + message.text());
                    default -> throw new IOException("the launcher said " + message.kind());
                }
            }
            return new Launch(control, output, process, listening);
        } catch (IOException failed) {
            if (process >= 0) {
                Linux.close(process);
            }
            for (int socket : listening) {
                Linux.close(socket);
            }
            throw failed;
        }
    }
}
