package dev.hearth.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a benchmark that is told to end (Ctrl-C, SIGTERM) say what it has and put away what it made. */
final class Interruption {

    /** The longest wait for that. */
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean ending;

    private Interruption() {}

    /** The thread that calls is interrupted, and waited for until it says {@link #over}. */
    static Interruption guard() {
        Interruption guard = new Interruption();
        Thread benchmark = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> guard.end(benchmark)));
        return guard;
    }

    private void end(Thread benchmark) {
        if (over.getCount() == 0) {
            return;
        }
        ending = true;
        System.err.println("hearth bench: ends, and puts away what it made");
        benchmark.interrupt();
        try {
            if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("hearth bench: not all was put away within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is left to be put away. */
    void over() {
        over.countDown();
    }

    /** Ends the process with {@code status}, unless it ends already, by whatever told it to. */
    void exit(int status) {
        over();
        if (!ending) {
            System.exit(status);
        }
    }
}
