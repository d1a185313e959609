package dev.hearth.drivers.microvm;

import dev.hearth.core.Tasks;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries bytes from one blocking channel to another until the end. */
final class Pump {

    private static final Logger LOG = LoggerFactory.getLogger(Pump.class);
    private static final int BUFFER_BYTES = 32 * 1024;

    private Pump() {}

    /** Returns when both directions ended or one broke. */
    static void bothWays(SocketChannel left, SocketChannel right, Tasks tasks) {
        CountDownLatch back = new CountDownLatch(1);
        tasks.start("pump", () -> {
            oneWay(right, left);
            back.countDown();
        });
        oneWay(left, right);
        try {
            back.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void oneWay(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            LOG.debug("a connection broke", broken);
            close(from);
            close(to);
        }
    }

    static void close(Closeable channel) {
        try {
            channel.close();
        } catch (IOException already) {
            LOG.debug("cannot close", already);
        }
    }
}
