package dev.hearth.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes the names in a folder durable; those who ask while it is done share the next time. */
final class FolderSync {

    private final Path folder;
    private final Object lock = new Object();
    private long asked;
    private long done;
    private boolean running;

    FolderSync(Path folder) {
        this.folder = folder;
    }

    /** Returns when every name that was there before the call is durable. */
    void sync() throws IOException {
        long upTo;
        synchronized (lock) {
            long mine = ++asked;
            while (running && done < mine) {
                await();
            }
            if (done >= mine) {
                return;
            }
            running = true;
            upTo = asked;
        }
        boolean synced = false;
        try {
            now(folder);
            synced = true;
        } finally {
            synchronized (lock) {
                running = false;
                // After a failure each who waits tries for himself.
                done = synced ? upTo : done;
                lock.notifyAll();
            }
        }
    }

    static void now(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void await() throws IOException {
        try {
            lock.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
