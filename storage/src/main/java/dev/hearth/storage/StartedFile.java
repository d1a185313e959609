package dev.hearth.storage;

import dev.hearth.services.pollerfleet.StartedEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * {@link StartedEvents} in a file that is mapped into memory: a mark costs a store to memory, and outlives a process
 * that is killed, though not a machine that loses power.
 *
 * <p>A mark is a digest of the request id with its age: in how many starts it was found. One whose event never comes
 * again was settled just before its process died, and is dropped in the end.
 */
final class StartedFile implements StartedEvents {

    /** Events that are remembered at once; beyond them a duplicate is not counted. */
    static final int MARKS = 16_384;

    private static final int BYTES = MARKS * Long.BYTES;
    private static final long AGE_MASK = 7;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final LongBuffer file;
    private final Map<Long, Integer> places = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();

    private StartedFile(LongBuffer file) {
        this.file = file;
        for (int place = 0; place < MARKS; place++) {
            long mark = file.get(place);
            boolean kept =
                    mark != 0 && (mark & AGE_MASK) < AGE_MASK && places.putIfAbsent(mark & ~AGE_MASK, place) == null;
            file.put(place, kept ? mark + 1 : 0);
            if (!kept) {
                free.add(place);
            }
        }
    }

    static StartedFile open(Path path) {
        try (FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            // Written, not only grown: a mapped page for which a full disk has no room would end the process.
            ByteBuffer missing = ByteBuffer.allocate((int) Math.max(0, BYTES - channel.size()));
            while (missing.hasRemaining()) {
                channel.write(missing, channel.size());
            }
            return new StartedFile(
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES).asLongBuffer());
        } catch (IOException e) {
            throw new StorageException("cannot open " + path, e);
        }
    }

    @Override
    public synchronized boolean starts(String requestId) {
        long digest = digest(requestId);
        Integer known = places.get(digest);
        Integer place = known == null ? free.poll() : known;
        if (place != null) {
            places.put(digest, place);
            file.put(place, digest);
        }
        return known == null;
    }

    @Override
    public synchronized void settled(String requestId) {
        Integer place = places.remove(digest(requestId));
        if (place != null) {
            file.put(place, 0);
            free.push(place);
        }
    }

    /** Never 0, and without the bits of the age. */
    private static long digest(String requestId) {
        long digest = MIX;
        for (int i = 0; i < requestId.length(); i++) {
            digest = (digest ^ requestId.charAt(i)) * MIX;
            digest ^= digest >>> 29;
        }
        long shown = digest & ~AGE_MASK;
        return shown == 0 ? AGE_MASK + 1 : shown;
    }
}
