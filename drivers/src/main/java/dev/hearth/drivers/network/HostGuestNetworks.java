package dev.hearth.drivers.network;

import dev.hearth.core.Ports;
import dev.hearth.sandbox.Wall;
import inet.ipaddr.IPAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The links on this host. Its range is taken when the first link is made. */
final class HostGuestNetworks implements GuestNetworks {

    private static final Logger LOG = LoggerFactory.getLogger(HostGuestNetworks.class);

    private final NetworkOptions options;
    private final Ports ports;
    private final HostReader reader;
    private final Instances names;
    private final StateFile state;
    private final EmptyNamespaces empties;
    private final ReentrantLock clearing = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock rules = new ReentrantLock();
    private final StandingWalls walls;
    private final Set<Link> living = new LinkedHashSet<>();
    private final List<RangeVerdict.Conflict> appeared = new ArrayList<>();
    private volatile List<IPAddress> neighbours = List.of();
    private @Nullable Prepared prepared;
    private boolean closed;
    private boolean cleared;

    /** The host as it was prepared. */
    private record Prepared(Taken taken, GuestBlocks blocks, Step.Done done, NetworkWatch watch) {}

    HostGuestNetworks(NetworkOptions options, Ports ports) {
        this(options, ports, HostReader.ofThisHost());
    }

    HostGuestNetworks(NetworkOptions options, Ports ports, HostReader reader) {
        this.options = options;
        this.ports = ports;
        this.reader = reader;
        this.names = Instances.of(options.stateDir());
        this.state = new StateFile(options.stateDir());
        this.walls = new StandingWalls(names, rules);
        this.empties = new EmptyNamespaces(names, ports.tasks());
    }

    @Override
    public RangeVerdict range() {
        lock.lock();
        try {
            if (prepared == null) {
                return decide(facts(reader.read()));
            }
            RangeVerdict verdict = prepared.taken().verdict();
            List<String> warnings = new ArrayList<>(verdict.warnings());
            appeared.forEach(late -> warnings.add(warning(late)));
            return new RangeVerdict(
                    verdict.range(),
                    verdict.usable(),
                    verdict.why(),
                    appeared,
                    warnings,
                    verdict.alternative(),
                    verdict.guests());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<RangeVerdict> inUse() {
        lock.lock();
        try {
            return prepared == null ? Optional.empty() : Optional.of(range());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        Stream.of("ip", "nft")
                .filter(command -> Commands.find(command).isEmpty())
                .forEach(command -> obstacles.add("the command " + command + " is missing: install "
                        + (command.equals("ip") ? "iproute2" : "nftables")));
        if (!obstacles.isEmpty()) {
            return obstacles;
        }
        WayOut wayOut = WayOut.of(reader.read(), Uplinks.forwardsIpv6());
        if (!wayOut.any()) {
            obstacles.add(wayOut.says());
        }
        boolean before = inUse().isPresent();
        try (GuestLink trial = attach(new Request("trial", Reach.INTERNET, Device.TAP, OptionalInt.empty()))) {
            LOG.debug("a trial link worked: {}", trial.namespace());
        } catch (IOException refused) {
            obstacles.add(String.valueOf(refused.getMessage()));
        }
        if (!before) {
            release();
        }
        return obstacles;
    }

    @Override
    public GuestLink attach(Request request) throws IOException {
        Prepared host = prepare();
        int number = host.blocks()
                .take()
                .orElseThrow(() -> new IOException("all " + host.blocks().capacity() + " networks of "
                        + Cidr.text(host.taken().range()) + " are in use"));
        LinkSteps steps = new LinkSteps(names, host.taken(), host.blocks(), number, request, rules, walls);
        try {
            Step.Done done = Step.Done.all(steps.all());
            Link link = new Link(request, number, steps.addresses(), done, host.blocks());
            if (!add(link)) {
                link.close();
                throw new IOException("the guests' networks are closed");
            }
            return link;
        } catch (IOException failed) {
            host.blocks().giveBack(number);
            throw new IOException("no network for " + request.id() + ": " + failed.getMessage(), failed);
        }
    }

    @Override
    public void change(Wall wall) throws IOException {
        walls.change(wall);
    }

    private boolean add(Link link) {
        lock.lock();
        try {
            return !closed && living.add(link);
        } finally {
            lock.unlock();
        }
    }

    private Prepared prepare() throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("the guests' networks are closed");
            }
            if (prepared == null) {
                prepared = take();
            }
            return prepared;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void clearLeftOvers() {
        clearing.lock();
        try {
            if (!cleared && System.getProperty("user.name").equals("root")) {
                LeftOvers.clear(names, state);
            }
            cleared = true;
        } finally {
            clearing.unlock();
        }
    }

    @Override
    public Nowhere nowhere() throws IOException {
        clearLeftOvers();
        return empties.take();
    }

    @Override
    public String wayOut() {
        return WayOut.of(reader.read(), Uplinks.forwardsIpv6()).says();
    }

    private Prepared take() throws IOException {
        clearLeftOvers();
        HostNetwork host = reader.read();
        RangeDecisions.Facts facts = facts(host);
        RangeVerdict verdict = decide(facts);
        if (!verdict.usable() || verdict.guests() == 0) {
            throw new IOException(
                    verdict.usable() ? verdict.range().orElse("") + " has no room for a guest" : verdict.why());
        }
        verdict.warnings().forEach(warning -> LOG.warn("Guests' addresses: {}", warning));
        IPAddress range = Cidr.exactBlock(verdict.range().orElseThrow());
        Optional<IPAddress> range6 = ipv6(host, facts);
        List<String> uplinks = Stream.concat(host.uplinks(false).stream(), host.uplinks(true).stream())
                .distinct()
                .toList();
        neighbours = Rules.neighbours6(names, host);
        Taken taken = new Taken(range, range6, host.nameservers(), neighbours, Uplinks.mtu(uplinks), facts, verdict);
        List<String> forwarding = Uplinks.notForwarding(host.uplinks(false));
        state.write(
                Stream.concat(Stream.of(range), range6.stream()).map(Cidr::text).toList(), forwarding);
        Step.Done done = Step.Done.all(HostSteps.all(names, taken, forwarding));
        NetworkWatch watch = new NetworkWatch(
                ports,
                this::lookAgain,
                this::facts,
                facts,
                Stream.concat(Stream.of(range), range6.stream()).toList(),
                this::tell);
        watch.start();
        LOG.info(
                "Guests have addresses of {}{}",
                Cidr.text(range),
                range6.map(six -> " and " + Cidr.text(six)).orElse(""));
        return new Prepared(taken, new GuestBlocks(range), done, watch);
    }

    /** A host can come into another IPv6 network any time: its router announces them. */
    private HostNetwork lookAgain() {
        HostNetwork now = reader.read();
        List<IPAddress> found = Rules.neighbours6(names, now);
        if (!found.equals(neighbours)) {
            rules.lock();
            try {
                HostSteps.nft(Rules.neighbours6(names, found));
                neighbours = found;
            } catch (IOException refused) {
                LOG.warn("Guests may reach machines of {}: {}", found, refused.getMessage());
            } finally {
                rules.unlock();
            }
        }
        return now;
    }

    /** The range that was configured, else the one it had last, else a free one. */
    private RangeVerdict decide(RangeDecisions.Facts facts) {
        if (!options.range().isEmpty()) {
            return RangeDecisions.judge(facts, Cidr.exactBlock(options.range()));
        }
        return state.ranges().stream()
                .map(Cidr::exactBlock)
                .filter(IPAddress::isIPv4)
                .map(last -> RangeDecisions.judge(facts, last))
                .filter(RangeVerdict::usable)
                .findFirst()
                .orElseGet(() -> RangeDecisions.choose(facts));
    }

    private Optional<IPAddress> ipv6(HostNetwork host, RangeDecisions.Facts facts) {
        if (!WayOut.of(host, Uplinks.forwardsIpv6()).ipv6()) {
            return Optional.empty();
        }
        RangeVerdict verdict = state.ranges().stream()
                .map(Cidr::exactBlock)
                .filter(IPAddress::isIPv6)
                .map(last -> RangeDecisions.judge(facts, last))
                .filter(RangeVerdict::usable)
                .findFirst()
                .orElseGet(() -> RangeDecisions.chooseIpv6(facts, HostPlanner.machine()));
        return verdict.usable() ? verdict.range().map(Cidr::exactBlock) : Optional.empty();
    }

    private RangeDecisions.Facts facts(HostNetwork host) {
        return RangeDecisions.Facts.of(
                host,
                Claims.of(
                        host,
                        device -> device.startsWith(names.devicePrefix()),
                        block -> state.ranges().contains(Cidr.text(block))));
    }

    private void tell(List<RangeVerdict.Conflict> news) {
        lock.lock();
        try {
            appeared.addAll(news);
        } finally {
            lock.unlock();
        }
        news.forEach(late -> LOG.warn("{}", warning(late)));
    }

    private static String warning(RangeVerdict.Conflict late) {
        return late.range() + " of " + late.owner() + " appeared (" + late.how() + ") and overlaps the guests' range:"
                + " restart Hearth, and it chooses another one";
    }

    @Override
    public void close() {
        List<Link> left;
        lock.lock();
        try {
            closed = true;
            left = List.copyOf(living);
        } finally {
            lock.unlock();
        }
        left.forEach(Link::close);
        empties.close();
        release();
    }

    /** Leaves the host as it was found; a trial alone shall not make it forward. */
    private void release() {
        Prepared host;
        lock.lock();
        try {
            host = living.isEmpty() ? prepared : null;
            prepared = host == null ? prepared : null;
        } finally {
            lock.unlock();
        }
        if (host != null) {
            host.watch().close();
            host.done().undo();
        }
    }

    /** One link; its steps are undone once. */
    private final class Link implements GuestLink {

        private final Request request;
        private final int number;
        private final GuestAddresses addresses;
        private final Step.Done done;
        private final GuestBlocks blocks;
        private boolean gone;

        private Link(Request request, int number, GuestAddresses addresses, Step.Done done, GuestBlocks blocks) {
            this.request = request;
            this.number = number;
            this.addresses = addresses;
            this.done = done;
            this.blocks = blocks;
        }

        @Override
        public String namespace() {
            return names.namespace(number);
        }

        @Override
        public Path namespaceFile() {
            return Netns.file(namespace());
        }

        @Override
        public String device() {
            return request.device() == Device.TAP ? LinkSteps.TAP : LinkSteps.OUT;
        }

        @Override
        public GuestAddresses addresses() {
            return addresses;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (gone) {
                    return;
                }
                gone = true;
                living.remove(this);
            } finally {
                lock.unlock();
            }
            done.undo();
            blocks.giveBack(number);
            if (Files.exists(namespaceFile())) {
                LOG.warn("The namespace of {} could not be removed", request.id());
            }
        }
    }
}
