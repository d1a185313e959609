package dev.hearth.server;

import dev.hearth.cluster.ClusterMember;
import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import dev.hearth.neighbours.s3.ObjectBytes;
import dev.hearth.storage.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the bytes of objects that this host took or fetched when it decided, and that were deleted since. Whoever
 * decides is asked which of the files here something refers to. A host that decides does the same as part of S3.
 */
final class ObjectSweep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectSweep.class);
    private static final Duration EVERY = Duration.ofHours(24);

    /** Until there is somebody to ask. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** The question, and the first word of the answer; names of files follow. Older hosts answer something else. */
    private static final String UNREFERENCED = "unreferenced-objects";

    private final Path folder;
    private final ClusterMember member;
    private final Ports ports;
    private volatile Timers.@Nullable Timer alarm;
    private volatile boolean closed;

    private ObjectSweep(Path folder, ClusterMember member, Ports ports) {
        this.folder = folder;
        this.member = member;
        this.ports = ports;
    }

    static ObjectSweep start(Path folder, ClusterMember member, Ports ports) {
        ObjectSweep sweep = new ObjectSweep(folder, member, ports);
        sweep.later(RETRY);
        return sweep;
    }

    private void later(Duration delay) {
        if (!closed) {
            alarm = ports.timers().after(delay, () -> ports.tasks().start("object-sweep", this::look));
        }
    }

    private void look() {
        boolean done = !Files.isDirectory(folder);
        try {
            if (!done && member.connected()) {
                Stores.objectBytes(folder, ports.randomness(), Stores.Bringer.NOBODY)
                        .dropLeftovers(this::ask, ports.time().millis());
                done = true;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("bytes of deleted objects could not be looked for; the next day tries again: {}", e.toString());
            done = true;
        } finally {
            later(done ? EVERY : RETRY);
        }
    }

    private Set<String> ask(List<String> files) throws IOException {
        return read(member.ask(question(files)));
    }

    static String question(List<String> files) {
        return UNREFERENCED + " " + String.join(" ", files);
    }

    static Set<String> read(String answer) throws IOException {
        List<String> words = words(answer);
        if (!words.getFirst().equals(UNREFERENCED)) {
            throw new IOException("whoever decides does not say which objects are left: " + answer);
        }
        return words.stream().skip(1).collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split(" "));
    }

    /** Answers another host's question, where {@code order} is one; null where it is not. */
    static @Nullable String answer(String order, ObjectBytes.@Nullable Referrals referrals) {
        List<String> words = words(order);
        if (!words.getFirst().equals(UNREFERENCED) || referrals == null) {
            return null;
        }
        List<String> files = words.stream().skip(1).limit(ObjectBytes.BATCH).toList();
        try {
            return question(List.copyOf(referrals.unreferenced(files)));
        } catch (IOException | RuntimeException e) {
            LOG.warn("another host is not told which objects are left: {}", e.toString());
            return "the store does not answer";
        }
    }

    @Override
    public void close() {
        closed = true;
        Timers.Timer ringing = alarm;
        if (ringing != null) {
            ringing.cancel();
        }
    }
}
