package dev.hearth.drivers.firecracker;

import dev.hearth.drivers.microvm.GuestProtocol;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A guest for {@link FakeFirecracker}: speaks the guest's protocol of {@code dev.hearth.drivers.microvm} and runs the
 * bootstrap as an ordinary process of the host, without any wall. The drives are those of {@link FolderDrives}. After a
 * snapshot it begins the bootstrap anew: it has no memory to wake with.
 */
final class FakeInit implements FakeFirecracker.Guest {

    /** What a squashfs file begins with. */
    private static final String SQUASHFS = "hsqs";

    /**
     * Ends a guest when the process in its place is gone: one that stands still could not notice by itself. It watches
     * from the guest's start to its very end, because the process in its place may be killed at any moment: between a
     * pause and a later watch, or in the middle of {@code killAll}.
     */
    private static final String END_WITH_PARENT = "while kill -0 \"$1\" && kill -0 \"$2\"; do sleep 0.1; done"
            + " 2> /dev/null; kill -0 \"$1\" 2> /dev/null || kill -KILL \"$2\" 2> /dev/null";

    private static final int HEADER = 8;
    private static final int MAX_OUTPUT = 32 * 1024;
    // The frames' numbers, from the table in dev.hearth.drivers.microvm's package-info.
    private static final int STOP = 2;
    private static final int KILL = 3;
    private static final int CONNECT = 4;
    private static final int DRAIN = 5;
    private static final int POWER_OFF = 8;
    private static final int HELLO = 65;
    private static final int STARTED = 66;
    private static final int FAILED = 67;
    private static final int OUTPUT = 68;
    private static final int EXIT = 70;
    private static final int DRAINED = 71;
    private static final int CONNECT_FAILED = 72;
    private static final int RESTORED = 73;

    private record Frame(int kind, ByteBuffer payload) {}

    @Override
    public void run(FakeFirecracker.Inside inside) throws Exception {
        try (Life life = new Life(inside)) {
            life.live();
        }
    }

    /** One guest's life. */
    private static final class Life implements java.io.Closeable {

        private final FakeFirecracker.Inside inside;
        private final SocketChannel control;
        private final ReentrantLock speaking = new ReentrantLock();
        private final List<java.io.Closeable> open = new ArrayList<>();
        private Process process;

        /** As a machine's end does: nothing that the bootstrap started outlives it. */
        private void killAll() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        private Life(FakeFirecracker.Inside inside) throws IOException {
            this.inside = inside;
            this.control = inside.connect(GuestProtocol.CONTROL_PORT);
        }

        private void live() throws Exception {
            say(
                    HELLO,
                    numbers(28)
                            .putShort((short) 1)
                            .putShort((short) 0)
                            .putLong(1)
                            .putLong(2)
                            .putLong(2));
            Frame first = hear();
            if (first == null) {
                return; // a test boot, which only wants to be called
            }
            byte[] spec = new byte[first.payload().remaining()];
            first.payload().get(spec);
            if (inside.restored()) {
                spec = HexFormat.of().parseHex(inside.memory());
            }
            inside.memory(HexFormat.of().formatHex(spec));
            try {
                start(fields(spec));
            } catch (IOException failed) {
                say(FAILED, ByteBuffer.wrap(("start: " + failed.getMessage()).getBytes(StandardCharsets.UTF_8)));
                return;
            }
            say(inside.restored() ? RESTORED : STARTED, numbers(8).putLong(3));
            inside.onStandstill(this::standStill, this::goOn);
            Thread output = Thread.ofVirtual().start(this::copyOutput);
            Thread ear = Thread.ofVirtual().start(this::listen);
            int status = process.waitFor();
            output.join();
            int wait = status > 128 ? status - 128 : status << 8;
            say(EXIT, numbers(16).putInt(wait).putInt(0).putLong(32 << 20));
            ear.interrupt();
        }

        private void start(Map<Character, List<String>> spec) throws IOException {
            Map<String, Path> mounts = mounts(spec.getOrDefault('v', List.of()));
            List<String> command = new ArrayList<>();
            for (String entry : spec.get('b')) {
                Path program = translated(entry, mounts);
                if (command.isEmpty() && Files.isExecutable(program)) {
                    command.add(program.toString());
                }
            }
            if (command.isEmpty()) {
                throw new IOException("no bootstrap among " + spec.get('b'));
            }
            for (String argument : spec.getOrDefault('g', List.of())) {
                command.add(translated(argument, mounts).toString());
            }
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(mounts.get("/var/task").toFile())
                    .redirectErrorStream(true);
            builder.environment().clear();
            spec.getOrDefault('e', List.of())
                    .forEach(each -> builder.environment()
                            .put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1)));
            builder.environment()
                    .put("LAMBDA_TASK_ROOT", mounts.get("/var/task").toString());
            builder.environment().put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + relay(GuestProtocol.API_PORT));
            if (spec.containsKey('p')) {
                builder.environment().put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + relay(GuestProtocol.ENDPOINT_PORT));
            }
            process = builder.start();
            process.getOutputStream().close();
            new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            END_WITH_PARENT,
                            "watch",
                            Long.toString(ProcessHandle.current().pid()),
                            Long.toString(process.pid()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }

        /** The drives after the root's, in order; a drive of {@link FolderDrives} says which folder it stands for. */
        private Map<String, Path> mounts(List<String> targets) throws IOException {
            Map<String, Path> mounts = new TreeMap<>();
            List<?> drives = (List<?>) inside.config().get("drives");
            for (int i = 0; i < targets.size(); i++) {
                String[] target = targets.get(i).split(" ");
                if (target.length == 1) {
                    Object file = FakeSchema.map(drives.get(i + 1)).get("path_on_host");
                    mounts.put(target[0], contents(inside.folder().resolve(file.toString())));
                }
            }
            return mounts;
        }

        /** A drive of {@link FolderDrives} names its folder; a real one is unpacked. */
        private Path contents(Path drive) throws IOException {
            byte[] start = new byte[SQUASHFS.length()];
            try (InputStream in = Files.newInputStream(drive)) {
                in.readNBytes(start, 0, start.length);
            }
            if (!new String(start, StandardCharsets.US_ASCII).equals(SQUASHFS)) {
                return Path.of(Files.readString(drive));
            }
            Path unpacked = drive.resolveSibling(drive.getFileName() + ".unpacked");
            Process unsquashfs = new ProcessBuilder(
                            "/usr/bin/unsquashfs", "-q", "-n", "-d", unpacked.toString(), drive.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(unsquashfs.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = unsquashfs.onExit().join().exitValue();
            if (status != 0) {
                throw new IOException("unsquashfs of " + drive + " ended with status " + status + ": " + said);
            }
            return unpacked;
        }

        private static Path translated(String path, Map<String, Path> mounts) {
            for (Map.Entry<String, Path> mount : mounts.entrySet()) {
                if (path.startsWith(mount.getKey() + "/")) {
                    return mount.getValue()
                            .resolve(path.substring(mount.getKey().length() + 1));
                }
            }
            return Path.of(path);
        }

        /** A port of the host's loopback that leads to a vsock port of the host. */
        private int relay(int port) throws IOException {
            ServerSocketChannel server =
                    ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            open.add(server);
            Thread.ofVirtual().start(() -> {
                while (server.isOpen()) {
                    try {
                        SocketChannel function = server.accept();
                        function.setOption(StandardSocketOptions.TCP_NODELAY, true);
                        SocketChannel host = inside.connect(port);
                        Thread.ofVirtual().start(() -> pump(function, host));
                        Thread.ofVirtual().start(() -> pump(host, function));
                    } catch (IOException over) {
                        return;
                    }
                }
            });
            return ((InetSocketAddress) server.getLocalAddress()).getPort();
        }

        private static void pump(SocketChannel from, SocketChannel to) {
            ByteBuffer bytes = ByteBuffer.allocate(MAX_OUTPUT);
            try (from;
                    to) {
                while (from.read(bytes.clear()) >= 0) {
                    bytes.flip();
                    while (bytes.hasRemaining()) {
                        to.write(bytes);
                    }
                }
            } catch (IOException broken) {
                // either side went away
            }
        }

        private void copyOutput() {
            byte[] bytes = new byte[MAX_OUTPUT];
            try (InputStream output = process.getInputStream()) {
                int got = output.read(bytes);
                while (got >= 0) {
                    say(OUTPUT, ByteBuffer.wrap(bytes.clone(), 0, got).position(got));
                    got = output.read(bytes);
                }
            } catch (IOException over) {
                // it ended
            }
        }

        private void listen() {
            try {
                Frame frame = hear();
                while (frame != null) {
                    switch (frame.kind()) {
                        case STOP -> process.toHandle().destroy();
                        case KILL, POWER_OFF -> killAll();
                        case CONNECT ->
                            say(
                                    CONNECT_FAILED,
                                    numbers(8).putInt(frame.payload().getInt()).putInt(111));
                        case DRAIN ->
                            say(
                                    DRAINED,
                                    numbers(16)
                                            .putInt(frame.payload().getInt())
                                            .putInt(0)
                                            .putLong(32 << 20));
                        default -> {}
                    }
                    frame = hear();
                }
            } catch (IOException broken) {
                // the host hung up
            }
            killAll();
        }

        private void standStill() {
            signal("STOP");
        }

        private void goOn() {
            signal("CONT");
        }

        private void signal(String name) {
            try {
                new ProcessBuilder("/bin/kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
            } catch (IOException | InterruptedException failed) {
                Thread.currentThread().interrupt();
            }
        }

        private static Map<Character, List<String>> fields(byte[] spec) {
            Map<Character, List<String>> fields = new TreeMap<>();
            for (String field : new String(spec, StandardCharsets.UTF_8).split("\0")) {
                fields.computeIfAbsent(field.charAt(0), kind -> new ArrayList<>())
                        .add(field.substring(1));
            }
            return fields;
        }

        private static ByteBuffer numbers(int size) {
            return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        }

        /** {@code payload} is what was put into the buffer so far. */
        private void say(int kind, ByteBuffer payload) throws IOException {
            ByteBuffer written = payload.position() == 0 ? payload : payload.flip();
            ByteBuffer frame = numbers(HEADER + written.remaining())
                    .putInt(kind)
                    .putInt(written.remaining())
                    .put(written)
                    .flip();
            speaking.lock();
            try {
                while (frame.hasRemaining()) {
                    control.write(frame);
                }
            } finally {
                speaking.unlock();
            }
        }

        private Frame hear() throws IOException {
            ByteBuffer head = numbers(HEADER);
            if (!fill(head)) {
                return null;
            }
            head.flip();
            int kind = head.getInt();
            ByteBuffer payload = numbers(head.getInt());
            return fill(payload) ? new Frame(kind, payload.flip()) : null;
        }

        private boolean fill(ByteBuffer buffer) throws IOException {
            while (buffer.hasRemaining()) {
                if (control.read(buffer) < 0) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            if (process != null) {
                killAll();
            }
            for (java.io.Closeable each : open) {
                each.close();
            }
            control.close();
        }
    }
}
