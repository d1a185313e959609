package dev.hearth.drivers.network;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * A host and the world around it, each a network namespace, so that nothing of the real host is touched: on the far
 * side of the host's uplink are public and private machines, a name server and a cloud's metadata.
 */
final class World implements AutoCloseable {

    static final String PUBLIC = "8.8.8.8";
    static final String PUBLIC6 = "2a00:1450::8";
    /** IPv4 addresses as a translator (NAT64) behind the gateway takes them. */
    static final String TRANSLATED = "64:ff9b::808:808";

    static final String TRANSLATED_PRIVATE = "64:ff9b::a14:9";
    static final String TRANSLATED_METADATA = "64:ff9b::a9fe:a9fe";
    /** A machine in the host's own IPv6 network. */
    static final String NEIGHBOUR6 = "2a00:1450:5::1";

    static final String PRIVATE = "10.20.0.9";
    static final String PRIVATE6 = "fd55::9";
    static final String RESOLVER = "10.20.0.53";
    static final String METADATA = "169.254.169.254";
    static final String METADATA6 = "fd00:ec2::254";
    /** The host's own address on its uplink. */
    static final String HOST = "198.51.100.2";

    static final String HOST6 = "2a00:1450:5::2";
    static final int PORT = 7000;
    static final int DNS = 53;
    private static final String GATEWAY = "198.51.100.1";
    private static final int WAIT_MILLIS = 700;
    /** On a busy machine the first packets of a new device may be lost; they are sent again after a second. */
    private static final int FIRST_MILLIS = 1600;
    /** How often is tried what must succeed. */
    private static final int TRIES = 20;

    final String host;
    private final String world;
    private final Deque<Channel> channels = new ArrayDeque<>();

    private World(String prefix) {
        this.host = prefix + "h";
        this.world = prefix + "w";
    }

    static void needRootAndCommands() {
        assumeTrue(
                System.getProperty("user.name").equals("root")
                        && Commands.find("ip").isPresent()
                        && Commands.find("nft").isPresent(),
                "needs root and the packages iproute2 and nftables");
        assumeTrue(Files.exists(Path.of("/dev/net/tun")), "needs /dev/net/tun");
    }

    /** {@code name} and the process make the namespaces' names. */
    static World make(String name) throws IOException {
        needRootAndCommands();
        World made = new World("ht" + ProcessHandle.current().pid() + name);
        made.close();
        Commands.output("ip", "netns", "add", made.host);
        Commands.output("ip", "netns", "add", made.world);
        Commands.run(
                "ip", List.of("-netns", made.host, "-batch", "-"), """
                link set lo up
                link add name up0 type veth peer name w0 netns %s
                link set up0 mtu 1400 up
                addr add %s/24 dev up0
                addr add 2a00:1450:5::2/64 dev up0 nodad
                route add default via %s
                route add ::/0 via 2a00:1450:5::1
                route add 169.254.169.254 via %s
                """.formatted(made.world, HOST, GATEWAY, GATEWAY));
        Commands.run("ip", List.of("-netns", made.world, "-batch", "-"), """
                link set lo up
                link set w0 mtu 1400 up
                addr add %s/24 dev w0
                addr add 2a00:1450:5::1/64 dev w0 nodad
                addr add %s/32 dev lo
                addr add %s/32 dev lo
                addr add %s/32 dev lo
                addr add %s/32 dev lo
                addr add %s/128 dev lo nodad
                addr add %s/128 dev lo nodad
                addr add %s/128 dev lo nodad
                addr add %s/128 dev lo nodad
                addr add %s/128 dev lo nodad
                addr add %s/128 dev lo nodad
                route add 10.211.0.0/16 via %s
                """.formatted(
                        GATEWAY,
                        PUBLIC,
                        PRIVATE,
                        RESOLVER,
                        METADATA,
                        PUBLIC6,
                        PRIVATE6,
                        METADATA6,
                        TRANSLATED,
                        TRANSLATED_PRIVATE,
                        TRANSLATED_METADATA,
                        HOST));
        Netns.in(Netns.file(made.host), () -> {
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"), "1");
            return true;
        });
        made.serve(made.world);
        made.serve(made.host);
        return made;
    }

    /** Anything that connects to PORT or DNS in the namespace, at any address, is accepted by the kernel. */
    void serve(String namespace) throws IOException {
        Netns.in(Netns.file(namespace), () -> {
            for (int port : new int[] {PORT, DNS}) {
                channels.add(ServerSocketChannel.open().bind(new InetSocketAddress("::", port)));
            }
            for (String server : namespace.equals(world) ? List.of(RESOLVER, PRIVATE, METADATA) : List.<String>of()) {
                // An answer from a wildcard address would come from another sender than was asked.
                DatagramChannel echo = DatagramChannel.open().bind(new InetSocketAddress(server, DNS));
                channels.add(echo);
                Thread.ofVirtual().start(() -> echo(echo));
            }
            return true;
        });
    }

    private static void echo(DatagramChannel channel) {
        ByteBuffer bytes = ByteBuffer.allocate(512);
        try {
            while (channel.isOpen()) {
                bytes.clear();
                var from = channel.receive(bytes);
                channel.send(bytes.flip(), from);
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    /** The host as its reader would see it, taken in the namespace of the calling thread. */
    static HostNetwork snapshot() {
        HostNetwork real = new SystemHostReader().read();
        return new HostNetwork(
                real.routes(), real.addresses(), Map.of(), Docker.ABSENT, List.of(Cidr.address(RESOLVER)));
    }

    <T> T onHost(Callable<T> work) throws IOException {
        return Netns.in(Netns.file(host), work);
    }

    String world() {
        return world;
    }

    /**
     * The same for a case in which {@code expected} must be reached: tried again while one of them is not, as on a busy
     * machine. What was reached once counts.
     */
    static Map<String, Boolean> reach(String namespace, int port, List<String> targets, List<String> expected)
            throws IOException {
        Map<String, Boolean> reached = reach(namespace, port, targets);
        for (int more = 1; more < TRIES && !expected.stream().allMatch(reached::get); more++) {
            reach(namespace, port, targets).forEach((target, now) -> reached.merge(target, now, Boolean::logicalOr));
        }
        return reached;
    }

    /** Which of {@code targets} a process in the namespace can open a connection to, all tried at the same time. */
    static Map<String, Boolean> reach(String namespace, int port, List<String> targets) throws IOException {
        Map<String, SocketChannel> open = new LinkedHashMap<>();
        Map<String, Boolean> reached = new LinkedHashMap<>();
        Netns.in(Netns.file(namespace), () -> {
            for (String target : targets) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                reached.put(target, false);
                try {
                    reached.put(target, channel.connect(new InetSocketAddress(InetAddress.getByName(target), port)));
                    open.put(target, channel);
                } catch (IOException unreachable) {
                    channel.close();
                }
            }
            return true;
        });
        long deadline = System.nanoTime() + FIRST_MILLIS * 1_000_000L;
        long before = 0;
        while (reached.containsValue(false) && System.nanoTime() - deadline < 0) {
            open.forEach((target, channel) -> reached.computeIfPresent(target, (_, done) -> done || finish(channel)));
            long now = reached.values().stream().filter(done -> done).count();
            if (now > before) {
                before = now;
                deadline = System.nanoTime() + WAIT_MILLIS * 1_000_000L;
            }
            LockSupport.parkNanos(500_000);
        }
        for (SocketChannel channel : open.values()) {
            channel.close();
        }
        return reached;
    }

    private static boolean finish(SocketChannel channel) {
        try {
            return channel.isOpen() && channel.finishConnect();
        } catch (IOException refused) {
            try {
                channel.close();
            } catch (IOException closed) {
                // it is
            }
            return false;
        }
    }

    /** Whether a datagram to the DNS port of {@code target} is answered, if need be at a later try. */
    static boolean resolves(String namespace, String target) throws IOException {
        boolean answered = false;
        for (int more = 0; more < TRIES && !answered; more++) {
            answered = answers(namespace, target);
        }
        return answered;
    }

    /** The same by one try, for where no answer must come. */
    static boolean answers(String namespace, String target) throws IOException {
        DatagramChannel channel = Netns.in(Netns.file(namespace), DatagramChannel::open);
        try (channel) {
            channel.configureBlocking(false);
            channel.send(ByteBuffer.wrap(new byte[] {1, 2}), new InetSocketAddress(target, DNS));
            ByteBuffer answer = ByteBuffer.allocate(16);
            long deadline = System.nanoTime() + WAIT_MILLIS * 1_000_000L;
            while (System.nanoTime() - deadline < 0) {
                if (channel.receive(answer) != null) {
                    return true;
                }
                Thread.onSpinWait();
            }
            return false;
        } catch (IOException unreachable) {
            return false;
        }
    }

    /** A namespace on the guest's side of a tap: the tap is replaced by a pair of devices of the same name. */
    String guest(GuestLink link, String name) throws IOException {
        String guest = host + name;
        Commands.output("ip", "netns", "add", guest);
        guests.add(guest);
        GuestAddresses addresses = link.addresses();
        StringBuilder inside =
                new StringBuilder("link delete tap0\nlink add name tap0 type veth peer name eth0 netns ");
        inside.append(guest)
                .append("\nlink set tap0 up\naddr add ")
                .append(addresses.ipv4().gateway())
                .append("/30 dev tap0\n");
        StringBuilder script = new StringBuilder("link set lo up\nlink set eth0 address " + addresses.mac() + " up\n");
        script.append("addr add ").append(addresses.ipv4().address()).append("/30 dev eth0\n");
        script.append("route add default via ")
                .append(addresses.ipv4().gateway())
                .append('\n');
        addresses.ipv6().ifPresent(six -> {
            inside.append("addr add ").append(six.gateway()).append("/126 dev tap0 nodad\n");
            script.append("addr add ").append(six.address()).append("/126 dev eth0 nodad\n");
            script.append("route add ::/0 via ").append(six.gateway()).append('\n');
        });
        Commands.run("ip", List.of("-netns", link.namespace(), "-batch", "-"), inside.toString());
        Commands.run("ip", List.of("-netns", guest, "-batch", "-"), script.toString());
        return guest;
    }

    private final List<String> guests = new ArrayList<>();

    @Override
    public void close() {
        channels.forEach(channel -> {
            try {
                channel.close();
            } catch (IOException closed) {
                // it is
            }
        });
        guests.addAll(List.of(host, world));
        for (String namespace : guests) {
            try {
                Commands.output("ip", "netns", "delete", namespace);
            } catch (IOException absent) {
                // was never made
            }
        }
        guests.clear();
    }
}
