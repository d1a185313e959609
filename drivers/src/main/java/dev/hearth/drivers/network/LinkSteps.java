package dev.hearth.drivers.network;

import inet.ipaddr.IPAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/** The steps that make one link, each with its undo. */
final class LinkSteps {

    /** The same in every namespace, so that a snapshot's guest finds its own again. */
    static final String TAP = "tap0";
    /** The namespace's end of the way out. */
    static final String OUT = "out0";

    /** More than that no resolver asks. */
    private static final int MOST_NAMESERVERS = 3;

    private static final String TAP_MAC = "02:48:54:00:00:01";
    static final String GUEST_MAC = "02:48:54:00:00:02";

    private final Instances names;
    private final Taken taken;
    private final int number;
    private final GuestNetworks.Request request;
    private final GuestBlocks blocks;
    /** The kernel takes one set of rules at a time; concurrent ones would be refused. */
    private final ReentrantLock rules;

    private final StandingWalls walls;

    LinkSteps(
            Instances names,
            Taken taken,
            GuestBlocks blocks,
            int number,
            GuestNetworks.Request request,
            ReentrantLock rules,
            StandingWalls walls) {
        this.names = names;
        this.taken = taken;
        this.blocks = blocks;
        this.number = number;
        this.request = request;
        this.rules = rules;
        this.walls = walls;
    }

    List<Step> all() {
        List<Step> steps = new ArrayList<>();
        String namespace = names.namespace(number);
        steps.add(new Step("make the namespace", () -> Netns.make(namespace), () -> Netns.delete(namespace)));
        if (tap()) {
            steps.add(new Step("make the tap device", () -> inside(tapScript()), () -> {}));
        } else {
            steps.add(new Step("set the loopback up", () -> inside("link set dev lo up\n"), () -> {}));
        }
        if (request.reach().out()) {
            String device = names.device(number);
            steps.add(new Step(
                    "make the way out",
                    () -> Commands.run("ip", List.of("-batch", "-"), outScript(device, namespace)),
                    () -> Commands.output("ip", "link", "delete", "dev", device)));
            steps.add(new Step("translate inside the namespace", this::translate, () -> {}));
            request.wall()
                    .ifPresent(wall -> steps.add(new Step(
                            "put it behind its wall",
                            () -> walls.enter(device, wall),
                            () -> walls.leave(device, wall.name()))));
            steps.add(new Step(
                    "allow what it may reach",
                    () -> host(Rules.add(names, member())),
                    () -> host(Rules.remove(names, member()))));
            steps.add(new Step("forward for it", () -> forward(device), () -> {}));
        }
        return steps;
    }

    GuestAddresses addresses() {
        int at = tap() ? GuestBlocks.INSIDE : number;
        List<String> servers = request.reach().internet()
                ? taken.nameservers().stream()
                        .filter(server -> server.isIPv4() || taken.range6().isPresent())
                        .map(IPAddress::toCanonicalString)
                        .limit(MOST_NAMESERVERS)
                        .toList()
                : List.of();
        return new GuestAddresses(
                GUEST_MAC,
                new GuestAddresses.Interface(
                        blocks.far(at).toCanonicalString(),
                        blocks.prefixLength(),
                        blocks.near(at).toCanonicalString()),
                taken.range6()
                        .map(range -> new GuestAddresses.Interface(
                                GuestBlocks.at(range, at, 2).toCanonicalString(),
                                range.getBitCount() - RangeDecisions.GUEST_BITS,
                                GuestBlocks.at(range, at, 1).toCanonicalString())),
                servers,
                taken.mtu());
    }

    private boolean tap() {
        return request.device() == GuestNetworks.Device.TAP;
    }

    private String prefixed(IPAddress address) {
        return address.toCanonicalString() + "/" + (address.getBitCount() - RangeDecisions.GUEST_BITS);
    }

    private String tapScript() {
        OptionalInt user = request.user();
        StringBuilder script = new StringBuilder("link set dev lo up\n");
        script.append("tuntap add dev ").append(TAP).append(" mode tap");
        user.ifPresent(id -> script.append(" user ").append(id));
        script.append("\nlink set dev ").append(TAP).append(" addrgenmode none\n");
        script.append("link set dev ").append(TAP).append(" address ").append(TAP_MAC);
        script.append(" mtu ").append(taken.mtu()).append(" up\n");
        addAddresses(script, TAP, blocks.near(GuestBlocks.INSIDE), inside6(1));
        return script.toString();
    }

    private Optional<IPAddress> inside6(int offset) {
        return taken.range6().map(range -> GuestBlocks.at(range, GuestBlocks.INSIDE, offset));
    }

    private Optional<IPAddress> way6(int offset) {
        return taken.range6().map(range -> GuestBlocks.at(range, number, offset));
    }

    private void addAddresses(StringBuilder script, String device, IPAddress ipv4, Optional<IPAddress> ipv6) {
        script.append("addr add ")
                .append(prefixed(ipv4))
                .append(" dev ")
                .append(device)
                .append('\n');
        ipv6.ifPresent(address -> script.append("addr add ")
                .append(prefixed(address))
                .append(" dev ")
                .append(device)
                .append(" nodad\n"));
    }

    private String outScript(String device, String namespace) {
        StringBuilder script = new StringBuilder();
        script.append("link add name ").append(device).append(" mtu ").append(taken.mtu());
        script.append(" type veth peer name ").append(OUT).append(" mtu ").append(taken.mtu());
        script.append(" netns ").append(namespace).append('\n');
        script.append("link set dev ")
                .append(device)
                .append(" alias ")
                .append(names.alias())
                .append('\n');
        script.append("link set dev ").append(device).append(" addrgenmode none up\n");
        addAddresses(script, device, blocks.near(number), way6(1));
        return script.toString();
    }

    private void translate() throws IOException {
        StringBuilder script = new StringBuilder();
        script.append("link set dev ").append(OUT).append(" addrgenmode none up\n");
        addAddresses(script, OUT, blocks.far(number), way6(2));
        script.append("route add default via ")
                .append(blocks.near(number).toCanonicalString())
                .append('\n');
        way6(1).ifPresent(gateway -> script.append("route add ::/0 via ")
                .append(gateway.toCanonicalString())
                .append('\n'));
        String table = tap()
                ? Rules.namespace(TAP, OUT, blocks.far(GuestBlocks.INSIDE), inside6(2))
                : Rules.namespaceOfProcesses();
        Netns.in(Netns.file(names.namespace(number)), () -> {
            Commands.run("ip", List.of("-batch", "-"), script.toString());
            Commands.run("nft", List.of("-f", "-"), table);
            if (tap()) {
                Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
                if (taken.range6().isPresent()) {
                    Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"), "1");
                }
            }
            return true;
        });
    }

    private void inside(String script) throws IOException {
        Commands.run("ip", List.of("-netns", names.namespace(number), "-batch", "-"), script);
    }

    private Rules.Member member() {
        return new Rules.Member(names.device(number), blocks.far(number), way6(2), request.reach());
    }

    private void host(String script) throws IOException {
        rules.lock();
        try {
            Commands.run("nft", List.of("-f", "-"), script);
        } finally {
            rules.unlock();
        }
    }

    private static void forward(String device) throws IOException {
        Path settings = Path.of("/proc/sys/net/ipv4/conf", device);
        Files.writeString(settings.resolve("forwarding"), "1");
        // What the rules say as well: an answer to the source must leave by the same device.
        Files.writeString(settings.resolve("rp_filter"), "1");
    }
}
