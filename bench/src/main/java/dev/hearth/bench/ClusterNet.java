package dev.hearth.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Network namespaces that stand for machines: one with PostgreSQL and one for each host, each on a cable to a switch.
 * A link between two of them is cut by dropping, at one end, what goes to the other and comes from it: without a word,
 * as a broken
 * switch does.
 */
final class ClusterNet implements AutoCloseable {

    /** The place of PostgreSQL, and the switch. */
    static final int STORE = 254;

    private static final String NETWORK = "10.77.0.";
    private static final List<String> TOOLS = List.of("/usr/sbin/ip", "/usr/sbin/nft", "/usr/bin/nsenter");
    private static final Pattern PORT = Pattern.compile("^(\\d+)$");

    private static final String HERE = "/proc/self/ns/net";

    /** Accepts in one namespace, and connects in another. */
    private static final String RELAY = """
            import asyncio, ctypes, socket, sys
            spaces = [open(each) for each in sys.argv[1:3]]
            def enter(space):
                if ctypes.CDLL(None).setns(space.fileno(), 0x40000000) != 0:
                    sys.exit('cannot enter ' + space.name)
            enter(spaces[0])
            door = socket.create_server(('127.0.0.1', int(sys.argv[3])), backlog=128)
            enter(spaces[1])
            async def pump(source, sink):
                try:
                    while data := await source.read(65536):
                        sink.write(data)
                        await sink.drain()
                except OSError:
                    pass
                finally:
                    sink.close()
            async def serve(source, sink):
                try:
                    there, back = await asyncio.open_connection(sys.argv[4], int(sys.argv[5]))
                except OSError:
                    sink.close()
                    return
                await asyncio.gather(pump(source, back), pump(there, sink))
            async def main():
                server = await asyncio.start_server(serve, sock=door)
                print(door.getsockname()[1], flush=True)
                await server.serve_forever()
            asyncio.run(main())
            """;

    private final String prefix = "hearth-bench-" + ProcessHandle.current().pid() + "-";
    private final List<Integer> places = new ArrayList<>();
    private final List<Child> relays = new ArrayList<>();

    private ClusterNet() {}

    /** Why this machine cannot have one; empty when it can. */
    static Optional<String> whyNot() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("namespaces need root");
        }
        return TOOLS.stream()
                .filter(each -> !Files.isExecutable(Path.of(each)))
                .findFirst()
                .map(each -> each + " is missing: sudo apt-get install iproute2 nftables util-linux");
    }

    /** Makes the switch and its cables, for hosts from 1 on. */
    static ClusterNet of(int hosts) {
        ClusterNet net = new ClusterNet();
        try {
            net.space(STORE);
            net.in(STORE, "ip", "link", "add", "br0", "type", "bridge");
            net.in(STORE, "ip", "addr", "add", net.address(STORE) + "/24", "dev", "br0");
            net.in(STORE, "ip", "link", "set", "br0", "up");
            for (int host = 1; host <= hosts; host++) {
                net.space(host);
                String end = "port" + host;
                net.in(STORE, "ip", "link", "add", end, "type", "veth", "peer", "eth0", "netns", net.name(host));
                net.in(STORE, "ip", "link", "set", end, "master", "br0", "up");
                net.in(host, "ip", "addr", "add", net.address(host) + "/24", "dev", "eth0");
                net.in(host, "ip", "link", "set", "eth0", "up");
                net.in(host, "nft", "add table ip cut");
            }
            return net;
        } catch (RuntimeException e) {
            net.close();
            throw e;
        }
    }

    private void space(int place) {
        done(List.of("ip", "netns", "add", name(place)));
        places.add(place);
        in(place, "ip", "link", "set", "lo", "up");
    }

    private String name(int place) {
        return prefix + place;
    }

    String address(int place) {
        return NETWORK + place;
    }

    /** What goes before a command that runs there. */
    List<String> at(int place) {
        return List.of("nsenter", "--net=" + space(name(place)));
    }

    private void in(int place, String... command) {
        List<String> all = new ArrayList<>(at(place));
        all.addAll(List.of(command));
        done(all);
    }

    private static void done(List<String> command) {
        try (Child child = Child.start(command, Map.of())) {
            child.result();
        }
    }

    /** Opens a port of the benchmark's that leads to an address and port as seen from {@code place}. */
    int relay(int place, String address, int port) {
        return relay(HERE, 0, space(name(place)), address, port);
    }

    /** Lets what runs at {@code place} reach a port of the benchmark's under the same number. */
    void lend(int place, int port) {
        relay(space(name(place)), port, HERE, "127.0.0.1", port);
    }

    private static String space(String name) {
        return "/run/netns/" + name;
    }

    private int relay(String from, int own, String to, String address, int port) {
        Child relay = Child.start(
                List.of("python3", "-c", RELAY, from, to, Integer.toString(own), address, Integer.toString(port)),
                Map.of());
        relays.add(relay);
        return Integer.parseInt(relay.find(PORT).group(1));
    }

    /** Cuts a host's links to others. */
    void cut(int host, List<Integer> others) {
        in(host, "nft", "add chain ip cut in { type filter hook input priority 0; }");
        in(host, "nft", "add chain ip cut out { type filter hook output priority 0; }");
        for (int other : others) {
            in(host, "nft", "add rule ip cut in ip saddr " + address(other) + " drop");
            in(host, "nft", "add rule ip cut out ip daddr " + address(other) + " drop");
        }
    }

    /** Mends all of a host's links. */
    void mend(int host) {
        in(host, "nft", "delete table ip cut");
        in(host, "nft", "add table ip cut");
    }

    @Override
    public void close() {
        relays.forEach(Child::close);
        for (int place : places) {
            try {
                done(List.of("ip", "netns", "del", name(place)));
            } catch (BenchException e) {
                System.err.println("hearth bench: " + e.getMessage());
            }
        }
        places.clear();
    }
}
