package dev.hearth.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** New files, written and synced with nothing around them: what the disk allows durable puts. */
final class BareFiles {

    private static final double NANOS_PER_SECOND = 1e9;

    private BareFiles() {}

    /** Files a second by so many writers. */
    static double run(Path folder, byte[] bytes, int writers, Load.Span span) {
        long from = System.nanoTime() + (long) (span.warmUp() * NANOS_PER_SECOND);
        long to = from + (long) (span.seconds() * NANOS_PER_SECOND);
        List<Future<Double>> all = new ArrayList<>();
        double rate = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            Files.createDirectories(folder);
            for (int i = 0; i < writers; i++) {
                Path file = folder.resolve(Integer.toString(i));
                all.add(threads.submit(() -> writer(file, bytes, from, to)));
            }
            for (Future<Double> each : all) {
                rate += each.get();
            }
        } catch (IOException | ExecutionException e) {
            throw new BenchException("cannot write files in " + folder, e);
        } catch (InterruptedException e) {
            throw new BenchException("interrupted", e);
        }
        return rate;
    }

    private static double writer(Path file, byte[] bytes, long from, long to) throws IOException {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        long count = 0;
        long first = 0;
        long last = 0;
        for (long begun = System.nanoTime(); begun < to || count == 0; begun = System.nanoTime()) {
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (direct.flip(); direct.hasRemaining(); ) {
                    channel.write(direct);
                }
                channel.force(true);
            }
            if (begun >= from) {
                first = count++ == 0 ? begun : first;
                last = System.nanoTime();
            }
            Files.delete(file);
        }
        return count * NANOS_PER_SECOND / (last - first);
    }
}
