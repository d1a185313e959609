package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two public-looking addresses (of RFC 5737) in a network namespace beside this host, that listen on the ports 7000 and
 * 7001. Needs root and iproute2; leaves nothing behind.
 */
final class ListeningNetwork implements AutoCloseable {

    private static final String NET = "203.0.113.";
    private static final int BLOCKS = 31;

    private static final String LISTEN = """
            import select, socket
            sockets = [socket.create_server(("0.0.0.0", port)) for port in (7000, 7001)]
            print("listening", flush=True)
            while True:
                for ready in select.select(sockets, [], [])[0]:
                    ready.accept()[0].close()
            """;

    private final String name;
    private final int base;
    private final Process listener;

    private ListeningNetwork(String name, int base, Process listener) {
        this.name = name;
        this.base = base;
        this.listener = listener;
    }

    /** Whether Hearth can filter what functions reach here, under gVisor. */
    static boolean walls() {
        return System.getProperty("user.name").equals("root")
                && Stream.of("/usr/bin/runsc", "/usr/sbin/nft").map(Path::of).allMatch(Files::isExecutable);
    }

    static ListeningNetwork make() throws IOException {
        // Processes side by side have blocks of eight addresses of their own: a namespace's name is taken once.
        IOException taken = new IOException("no block is free");
        for (int block = 0; block < BLOCKS; block++) {
            String name = "hl" + block;
            try {
                run("netns", "add", name);
            } catch (IOException another) {
                taken = another;
                continue;
            }
            return make(name, block * 8);
        }
        throw taken;
    }

    private static ListeningNetwork make(String name, int base) throws IOException {
        try {
            run("link", "add", name + "a", "type", "veth", "peer", "name", "far0", "netns", name);
            run("addr", "add", NET + (base + 1) + "/29", "dev", name + "a");
            run("link", "set", name + "a", "up");
            // What comes from there is for guests; Hearth sees to that for the devices that lead to the world only.
            Files.writeString(Path.of("/proc/sys/net/ipv4/conf", name + "a", "forwarding"), "1");
            run("-n", name, "addr", "add", NET + (base + 2) + "/29", "dev", "far0");
            run("-n", name, "addr", "add", NET + (base + 3) + "/29", "dev", "far0");
            run("-n", name, "link", "set", "far0", "up");
            Process listener = new ProcessBuilder("ip", "netns", "exec", name, "python3", "-c", LISTEN)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(listener.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("listening");
            return new ListeningNetwork(name, base, listener);
        } catch (IOException | AssertionError failed) {
            run("netns", "delete", name);
            throw failed;
        }
    }

    private String address(int offset) {
        return NET + (base + offset);
    }

    String first() {
        return address(2);
    }

    String second() {
        return address(3);
    }

    private static void run(String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of("ip"));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", line) + ": " + said);
        }
    }

    /** The pair of devices goes with the namespace. */
    @Override
    public void close() throws IOException {
        listener.destroyForcibly().onExit().join();
        run("netns", "delete", name);
    }
}
