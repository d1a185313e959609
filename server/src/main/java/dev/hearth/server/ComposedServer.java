package dev.hearth.server;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.AwsEdge;
import dev.hearth.aws.EdgeOptions;
import dev.hearth.aws.lambda.CodeLinks;
import dev.hearth.aws.lambda.LambdaApi;
import dev.hearth.aws.lambda.UrlNames;
import dev.hearth.aws.logs.LogsApi;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.s3.ObjectBytes;
import dev.hearth.sandbox.RuntimeChoice;
import dev.hearth.sandbox.SandboxDriver;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.assignment.AssignmentLimits;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingLimits;
import dev.hearth.services.frontend.Concurrency;
import dev.hearth.services.frontend.Delegation;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.Inheritance;
import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.services.leasing.HostStore;
import dev.hearth.services.logs.Logs;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.placement.PlacementPolicy;
import dev.hearth.services.registry.Registry;
import dev.hearth.services.worker.Worker;
import dev.hearth.storage.CodeFolder;
import dev.hearth.storage.Database;
import dev.hearth.storage.FunctionTables;
import dev.hearth.storage.Stores;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server made of its parts; they end in the reverse order in which they were made. */
final class ComposedServer {

    private static final Logger LOG = LoggerFactory.getLogger(ComposedServer.class);
    /** Request bodies held at once; the heap carries a package's body, its decoded form and the zip itself. */
    private static final long MAX_BUFFERED_BYTES = 128L << 20;

    /** This process's own machine, among the worker hosts. */
    private static final String HOST_ID = "local";

    /**
     * The only host: when it is slow, so is every other choice; and whoever is refused for its processors waits longer
     * than who gets a share of them, because idle environments use none.
     */
    private static final PlacementPolicy PLACEMENT =
            PlacementPolicy.DEFAULTS.withSlowStartMillis(60_000).withCpuPercent(PlacementPolicy.MAX_PERCENT);

    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final int EDGE_SECONDS = 10;

    private ComposedServer() {}

    static HearthServer start(ServerOptions options) throws StartException {
        Undo undo = new Undo();
        boolean started = false;
        try {
            HearthServer server = compose(options, undo);
            started = true;
            return server;
        } catch (IOException e) {
            throw new StartException("cannot start on " + options.data() + ": " + e, e);
        } finally {
            if (!started) {
                undo.all();
            }
        }
    }

    private static HearthServer compose(ServerOptions options, Undo undo) throws StartException, IOException {
        Ground ground = Ground.open(
                options, (folder, ports) -> Credentials.readOrMake(folder.credentials(), ports.randomness()), undo);
        Database database = undo.add(
                "database", StoreParts.open(ground.folder(), ground.ports().time()));
        Logs logs = undo.add("logs", Logs.create(Stores.logs(database), ground.ports(), options.scope()));
        Machine machine = Machine.open(ground, HOST_ID, ground.code()::taskRoot, logs, undo);
        HostStore hosts = Stores.hosts(database);
        Reign reign =
                Reign.own(database, logs, ground.code(), machine.worker(), ClusterParts.others(ground, hosts.all()));
        Workforce workforce = begin(ground, machine, reign, undo);
        ObjectBytes.Referrals objects = Stores.objectReferrals(database);
        ClusterParts.begin(ground, new ClusterParts.Rooms(1, logs, ground.code(), workforce, hosts, objects), undo);
        ground.announce();
        return new RunningServer(options, ground.credentials(), ground.endpoint(), machine.sandbox(), undo);
    }

    /** Begins to decide, and to answer users: everything that a cluster has once. Returns who does the work. */
    static Workforce begin(Ground ground, Machine machine, Reign reign, Undo undo) throws StartException {
        ServerOptions options = ground.options();
        DataFolder folder = ground.folder();
        Ports ports = ground.ports();
        Credentials credentials = ground.credentials();
        int port = ground.port();
        URI endpoint = ground.endpoint();
        ImageParts images = ground.images();
        Drivers.Chosen sandbox = machine.sandbox();
        Network network = machine.network();
        Database database = reign.database();
        CodeFolder code = reign.code();
        Logs logs = reign.logs();
        Worker worker = reign.worker();

        CountingLimits limits = CountingLimits.DEFAULTS.withConcurrentExecutions(options.accountConcurrency());
        Counting counting = Counting.create(limits, ports);
        Workforce workforce = workforce(ground, reign, counting, ports);
        Assignment assignment = workforce.assignment();
        Changes changes = new Changes(assignment, workforce.delegation());
        Registry registry = registry(options, database, code, sandbox.driver(), changes, images, worker, ports);
        Concurrency concurrency = Concurrency.create(
                registry, counting, assignment, Stores.concurrency(database), changes::recall, ports);
        changes.connect(concurrency);
        InvocationMetrics invocations = new InvocationMetrics();
        EventParts events = EventParts.open(database, folder, ports, undo);
        lend(options, workforce, registry, invocations);
        Frontend plain = workforce.frontend(registry, counting, events.queues(), ports.time(), invocations);
        DrainingFrontend frontend = new DrainingFrontend(traced(options, undo, ports, plain), reign.holds(), DRAIN);
        CodeLinks links = CodeLinks.create(ports, endpoint::toString, code);
        NeighbourParts neighbours = NeighbourParts.start(reign, folder, registry, frontend, endpoint, ports, options);
        MetricsPage metrics =
                undo.add("metrics", metrics(invocations, counting, workforce, events, neighbours.collector(ports)));
        MappingParts mappings =
                MappingParts.open(database, registry, neighbours, events.leasing(), frontend, options.scope(), ports);
        IdentityParts identities = IdentityParts.open(database, credentials, ports, options.scope());
        ApiGatewayParts gateway = ApiGatewayParts.over(ground, database, registry, frontend);
        StackParts stacks = StackParts.over(ground, database, neighbours.s3(), frontend);
        List<AwsApi> apis = stacks.after(neighbours.apisAfter(
                gateway.apisAfter(identities.apis()),
                lambda(registry, concurrency, mappings, links, options, port, neighbours),
                LogsApi.create(logs),
                Ec2Parts.late(database, registry, ground, undo)));
        AwsEdge edge = AwsEdge.create(
                network.vertx(),
                EdgeOptions.of(network.loops(), MAX_BUFFERED_BYTES),
                identities.keys(),
                identities.decisions(),
                apis,
                frontend,
                ports,
                options.scope(),
                neighbours.pagesAfter(links, metrics, stacks.responses()),
                new RegistryUrls(registry),
                gateway::gateway,
                neighbours.s3().api());
        reign.arriving().run();
        listen(edge, port);
        undo.add("edge", () -> await(edge.close()));
        undo.add("neighbours", neighbours);
        undo.add("api gateway", gateway);
        undo.add("running invocations", frontend);
        events.poll(registry, concurrency, frontend, neighbours.senders(), undo);
        mappings.begin(undo);
        neighbours.deliver();
        stacks.resume();
        serveStatus(
                folder, undo, statusOf(folder, endpoint, sandbox, images, registry, counting, worker, events, ports));
        return workforce;
    }

    private static AwsApi lambda(
            Registry registry,
            Concurrency concurrency,
            MappingParts mappings,
            CodeLinks links,
            ServerOptions options,
            int port,
            NeighbourParts neighbours) {
        UrlNames names = urlNames(options, port);
        return LambdaApi.create(
                registry,
                concurrency,
                mappings.mappings(),
                links,
                names,
                neighbours.s3().code());
    }

    private static Registry registry(
            ServerOptions options,
            Database database,
            CodeFolder code,
            SandboxDriver driver,
            Changes changes,
            ImageParts images,
            Worker worker,
            Ports ports) {
        Registry registry = Registry.create(
                ports,
                options.scope(),
                FunctionTables.create(database),
                code,
                identifier -> driver.runtime(identifier).map(RuntimeChoice::actual),
                architecture(),
                changes,
                images.containers(),
                Frontend.snapshots(worker));
        images.containers().hold(registry);
        return registry;
    }

    private static UrlNames urlNames(ServerOptions options, int port) {
        return UrlNames.local(options.scope().region(), port);
    }

    private static MetricsPage metrics(
            InvocationMetrics invocations,
            Counting counting,
            Workforce hosts,
            EventParts events,
            QueueCollector queues) {
        return new MetricsPage(
                () -> new MetricsRegistry(invocations, counting::usage, hosts::hosts, events::status, queues));
    }

    /** A trace begins where who decides counts: with traces nothing is lent. */
    private static void lend(
            ServerOptions options, Workforce workforce, Registry registry, InvocationMetrics invocations) {
        if (options.otlp().isEmpty()) {
            workforce.delegation().begin(Frontend.resolver(registry), invocations::served);
        }
    }

    /** Without a receiver of traces nothing of OpenTelemetry is even loaded. */
    private static Frontend traced(ServerOptions options, Undo undo, Ports ports, Frontend frontend) {
        return options.otlp().isEmpty()
                ? frontend
                : new TracingFrontend(frontend, undo.add("traces", new InvocationSpans(options.otlp(), ports)), ports);
    }

    private static Workforce workforce(Ground ground, Reign reign, Counting counting, Ports ports)
            throws StartException {
        CountedScaling scaling = new CountedScaling(counting);
        Assignment assignment =
                Assignment.create(AssignmentLimits.DEFAULTS, Placement.create(PLACEMENT, ports), scaling, ports);
        Delegation delegation = Delegation.create(counting, assignment, reign.unheard(), ports);
        scaling.connect(delegation);
        Workforce workforce = new Workforce(
                assignment, Inheritance.create(counting, reign.awaited(), ports), delegation, reign.lent());
        if (runsFunctions(ground)) {
            workforce.join(reign.worker());
        }
        return workforce;
    }

    private static boolean runsFunctions(Ground ground) throws StartException {
        try {
            return ClusterOptions.roles(ground.options(), ground.folder()).contains(ClusterHost.Role.WORKER);
        } catch (IOException e) {
            throw new StartException("this host's roles cannot be read: " + e.getMessage(), e);
        }
    }

    /** The host's own, as AWS names it. */
    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
    }

    private static void listen(AwsEdge edge, int port) throws StartException {
        try {
            edge.listen(Ground.HOST, port).toCompletableFuture().get(EDGE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new StartException(
                    "port " + port + " is taken (" + e.getCause().getMessage()
                            + "): stop what listens there, or choose another with --port.",
                    e);
        } catch (TimeoutException e) {
            throw new StartException("port " + port + " could not be bound in " + EDGE_SECONDS + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while starting", e);
        }
    }

    private static void await(CompletionStage<Void> end) throws Exception {
        end.toCompletableFuture().get(EDGE_SECONDS, TimeUnit.SECONDS);
    }

    private static StatusSocket.Source statusOf(
            DataFolder folder,
            URI endpoint,
            Drivers.Chosen sandbox,
            ImageParts images,
            Registry registry,
            Counting counting,
            Worker worker,
            EventParts events,
            Ports ports) {
        long ready = ports.time().nanos();
        return () -> new StatusText(
                        endpoint.toString(),
                        folder.root().toString(),
                        sandbox.driver().name(),
                        sandbox.verdict().why(),
                        TimeUnit.NANOSECONDS.toSeconds(ports.time().nanos() - ready),
                        registry.usage(),
                        counting.usage(),
                        worker.report(),
                        events.status(),
                        SpaceParts.of(folder.root(), images.drives(), sandbox.driver()),
                        sandbox.range())
                .json();
    }

    static void serveStatus(DataFolder folder, Undo undo, StatusSocket.Source status) {
        try {
            undo.add("status", StatusSocket.open(folder.statusSocket(), status));
        } catch (IOException e) {
            LOG.warn("'hearth status' will not work: cannot bind {}: {}", folder.statusSocket(), e.getMessage());
        }
    }
}
