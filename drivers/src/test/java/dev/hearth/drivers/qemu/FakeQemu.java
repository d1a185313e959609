package dev.hearth.drivers.qemu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program in QEMU's place, which does nothing, and this class, which talks in its name: as its monitor, and as the
 * init of its guest. One trouble can be planned for the next machine.
 */
final class FakeQemu {

    /** What goes wrong. */
    enum Trouble {
        /** The program says that it was not told right, and ends. */
        REFUSAL,
        /** It dies when it starts. */
        CRASH,
        /** It runs, and nobody talks. */
        SILENCE,
        /** The guest calls, and says no more. */
        GUEST_SILENCE,
        /** The guest says what it could not do. */
        GUEST_FAILURE,
        /** The guest's line ends after its first word. */
        GUEST_HANGS_UP,
        /** The monitor refuses the command. */
        COMMAND_ERROR,
        /** The program dies in the place of an answer to the command. */
        COMMAND_DEATH,
        /** The command is never answered. */
        COMMAND_SILENCE,
        /** None. */
        NONE
    }

    static final String REFUSAL = "Property 'microvm.told' not found";
    static final String COMMAND_ERROR = "planned by the test";
    static final String GUEST_FAILURE = "mount the drive of /var/task";

    private static final String STATE = "devices";
    private static final long LOOK_NANOS = 500_000;
    private static final int SYNC_BYTES = 16;
    /** The heads of a frame on the line and of one of the conversation in it. */
    private static final int HEADS_BYTES = 16;

    // Kinds of frames on the line and in the conversation, from the tables in dev.hearth.drivers.microvm.
    private static final int OPEN = 1;
    private static final int DATA = 2;
    private static final int SPEC = 1;
    private static final int RESTORE = 7;
    private static final int DRAIN = 5;
    private static final int HELLO = 65;
    private static final int STARTED = 66;
    private static final int FAILED = 67;
    private static final int DRAINED = 71;
    private static final int RESTORED = 73;
    private static final int CONTROL_PORT = 9000;

    private final JsonMapper json = new JsonMapper();
    private final Path machines;
    private final Path mode;
    private final Set<Path> seen = new HashSet<>();
    private final Thread watcher;
    private final Runnable whenSilent;
    private volatile boolean closed;
    private volatile Trouble trouble = Trouble.NONE;
    private volatile String command = "";

    /**
     * Makes the program.
     *
     * @param program where
     * @param machines the folder in which the driver makes one for each machine
     * @param whenSilent runs when a machine is never going to say what is waited for
     */
    FakeQemu(Path program, Path machines, Runnable whenSilent) throws IOException {
        this.machines = machines;
        this.whenSilent = whenSilent;
        this.mode = program.resolveSibling("mode");
        Files.writeString(program, """
                #!/bin/sh
                [ "$1" = --version ] && echo "QEMU emulator version 9.9.9" && exit
                : > memory
                echo $$ > pid
                case $(cat %s) in
                REFUSAL) echo "%s" >&2; exit 1 ;;
                CRASH) kill -SEGV $$ ;;
                *) exec sleep 600 ;;
                esac
                """.formatted(mode, REFUSAL));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        plan(Trouble.NONE, "");
        watcher = Thread.ofVirtual().start(this::watch);
    }

    /** From now on; {@code at} is a command of the monitor, for what happens there. */
    void plan(Trouble what, String at) {
        trouble = what;
        command = at;
        try {
            Files.writeString(mode, what.name());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Finds the machines that are started. */
    private void watch() {
        while (!closed) {
            try (Stream<Path> all = Files.isDirectory(machines) ? Files.list(machines) : Stream.empty()) {
                for (Path folder : all.toList()) {
                    if (Files.exists(folder.resolve("pid")) && seen.add(folder)) {
                        Machine machine = new Machine(folder, trouble, command);
                        machine.begin();
                    }
                }
            } catch (IOException | UncheckedIOException gone) {
                // a folder that was removed meanwhile
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    void close() throws InterruptedException {
        closed = true;
        watcher.join();
    }

    /** One machine. */
    private final class Machine {

        private final Path folder;
        private final Trouble trouble;
        private final String command;

        Machine(Path folder, Trouble trouble, String command) {
            this.folder = folder;
            this.trouble = trouble;
            this.command = command;
        }

        private boolean talks() {
            return !List.of(Trouble.REFUSAL, Trouble.CRASH, Trouble.SILENCE).contains(trouble);
        }

        void begin() {
            if (trouble == Trouble.SILENCE) {
                whenSilent.run();
            }
            Thread.ofVirtual().start(this::monitor);
            Thread.ofVirtual().start(this::guest);
        }

        private SocketChannel connect(String name) throws IOException {
            return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve(name)));
        }

        private void monitor() {
            if (!talks()) {
                return;
            }
            try (SocketChannel monitor = connect("qmp");
                    BufferedReader commands = new BufferedReader(
                            new InputStreamReader(Channels.newInputStream(monitor), StandardCharsets.UTF_8))) {
                say(monitor, "{\"QMP\": {\"version\": {}, \"capabilities\": []}}");
                for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                    answer(monitor, json.readTree(line));
                }
            } catch (IOException gone) {
                // the driver hung up
            }
        }

        private void say(SocketChannel monitor, String line) throws IOException {
            monitor.write(ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.UTF_8)));
        }

        private void answer(SocketChannel monitor, JsonNode asked) throws IOException {
            String name = asked.get("execute").asString();
            if (name.equals(command)) {
                switch (trouble) {
                    case COMMAND_ERROR -> {
                        say(monitor, "{\"error\": {\"class\": \"GenericError\", \"desc\": \"" + COMMAND_ERROR + "\"}}");
                        return;
                    }
                    case COMMAND_DEATH -> {
                        ProcessHandle.of(Long.parseLong(
                                        Files.readString(folder.resolve("pid")).strip()))
                                .ifPresent(ProcessHandle::destroyForcibly);
                        return;
                    }
                    case COMMAND_SILENCE -> {
                        whenSilent.run();
                        return;
                    }
                    default -> {}
                }
            }
            String uri = asked.path("arguments").path("uri").asString("");
            Path socket = Path.of(uri.replace("unix:", ""));
            switch (name) {
                case "migrate" -> {
                    say(monitor, "{\"return\": {}}");
                    try (SocketChannel state = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                        state.write(ByteBuffer.wrap(STATE.getBytes(StandardCharsets.UTF_8)));
                    }
                }
                case "migrate-incoming" -> {
                    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                        server.bind(UnixDomainSocketAddress.of(socket));
                        say(monitor, "{\"return\": {}}");
                        try (SocketChannel state = server.accept()) {
                            fill(state, ByteBuffer.allocate(STATE.length()));
                        }
                    }
                }
                case "query-migrate" -> say(monitor, "{\"return\": {\"status\": \"completed\"}}");
                default -> say(monitor, "{\"return\": {}}");
            }
        }

        /** A guest that boots, or wakes, and then has nothing to do. */
        private void guest() {
            if (!talks()) {
                return;
            }
            try (SocketChannel line = connect("line")) {
                ByteBuffer sync = ByteBuffer.allocate(SYNC_BYTES);
                fill(line, sync);
                line.write(sync.flip());
                line.write(frame(OPEN, 1, numbers(4).putInt(CONTROL_PORT)));
                say(
                        line,
                        HELLO,
                        numbers(28)
                                .putShort((short) 1)
                                .putShort((short) 0)
                                .putLong(1)
                                .putLong(2)
                                .putLong(2));
                if (trouble == Trouble.GUEST_HANGS_UP) {
                    return;
                }
                ByteBuffer told = numbers(64 * 1024);
                while (line.read(told.clear()) >= 0) {
                    if (told.position() > HEADS_BYTES && trouble == Trouble.GUEST_SILENCE) {
                        whenSilent.run();
                    } else if (told.position() > HEADS_BYTES) {
                        answer(line, told.get(HEADS_BYTES / 2), told.slice(HEADS_BYTES, Integer.BYTES));
                    }
                }
            } catch (IOException gone) {
                // the driver hung up
            }
        }

        /** The driver says one thing at a time; {@code number} is what its words begin with. */
        private void answer(SocketChannel line, int kind, ByteBuffer number) throws IOException {
            if (trouble == Trouble.GUEST_FAILURE) {
                ByteBuffer words = ByteBuffer.wrap(GUEST_FAILURE.getBytes(StandardCharsets.UTF_8));
                say(line, FAILED, words.position(words.limit()));
            } else if (kind == SPEC || kind == RESTORE) {
                say(line, kind == SPEC ? STARTED : RESTORED, numbers(8).putLong(3));
            } else if (kind == DRAIN) {
                say(line, DRAINED, numbers(16).put(number).putInt(0).putLong(0));
            }
        }

        private void say(SocketChannel line, int kind, ByteBuffer payload) throws IOException {
            int length = payload.flip().remaining();
            line.write(frame(
                    DATA,
                    1,
                    numbers(8 + length)
                            .put(0, (byte) kind)
                            .putInt(4, length)
                            .position(8)
                            .put(payload)));
        }

        private static ByteBuffer frame(int kind, int stream, ByteBuffer payload) {
            int length = payload.flip().remaining();
            return numbers(8 + length)
                    .put(0, (byte) kind)
                    .putShort(2, (short) stream)
                    .putInt(4, length)
                    .position(8)
                    .put(payload)
                    .flip();
        }

        private static ByteBuffer numbers(int bytes) {
            return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        private static void fill(SocketChannel from, ByteBuffer buffer) throws IOException {
            while (buffer.hasRemaining()) {
                if (from.read(buffer) < 0) {
                    throw new IOException("the line ended");
                }
            }
        }
    }
}
