package dev.hearth.server;

import dev.hearth.cluster.ClusterMember;
import dev.hearth.core.Ports;
import dev.hearth.services.counting.CountingUsage;
import dev.hearth.services.registry.Usage;
import dev.hearth.services.worker.Worker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A host that joined a cluster: its worker runs environments for the first host, and its endpoint hands on what its
 * users send
 * there. All state is the first host's.
 */
final class JoinedServer {

    private JoinedServer() {}

    static HearthServer start(ServerOptions options) throws StartException {
        Undo undo = new Undo();
        boolean started = false;
        try {
            HearthServer server = compose(options, undo);
            started = true;
            return server;
        } catch (IOException e) {
            throw new StartException("cannot join with " + options.data() + ": " + e.getMessage(), e);
        } finally {
            if (!started) {
                undo.all();
            }
        }
    }

    private static HearthServer compose(ServerOptions options, Undo undo) throws StartException, IOException {
        Ground ground = Ground.open(
                options,
                (folder, ports) -> {
                    join(options.cluster(), folder, ports);
                    return Credentials.read(folder.credentials());
                },
                undo);
        DataFolder folder = ground.folder();
        Ports ports = ground.ports();
        URI endpoint = ground.endpoint();
        ClusterMember member = ClusterMember.open(folder.cluster(), ground.code(), ground.code()::taskRoot, ports);
        Machine machine = Machine.open(ground, member.hostId(), member.code()::taskRoot, member.logs(), undo);
        Worker worker = machine.worker();
        Drivers.Chosen sandbox = machine.sandbox();
        undo.add("cluster", member);
        member.lend(worker, sandbox.driver().name());
        member.listen(new InetSocketAddress(Ground.HOST, ground.port()));
        ComposedServer.serveStatus(folder, undo, statusOf(folder, endpoint, sandbox, ground.images(), worker, ports));
        undo.add("hosts", StatusSocket.open(folder.clusterSocket(), () -> status(member, endpoint)));
        ground.announce();
        return new RunningServer(options, ground.credentials(), endpoint, sandbox, undo);
    }

    /** Joins once: a folder that has joined keeps its place, whatever is typed later. */
    private static void join(ServerOptions.Cluster cluster, DataFolder folder, Ports ports) throws IOException {
        if (ClusterMember.hasJoined(folder.cluster())) {
            return;
        }
        if (Files.exists(folder.database())) {
            throw new IOException("this data folder has functions and queues of its own: join with an empty one");
        }
        String host = cluster.join().replaceFirst(":[0-9]+$", "");
        String name = InetAddress.getLocalHost().getHostName();
        Credentials.copy(
                ClusterMember.join(folder.cluster(), host, cluster.token(), name, ports), folder.credentials());
    }

    private static StatusSocket.Source statusOf(
            DataFolder folder, URI endpoint, Drivers.Chosen sandbox, ImageParts images, Worker worker, Ports ports) {
        long ready = ports.time().nanos();
        CountingUsage nothing = new CountingUsage(0, 0, 0, 0, 0, Map.of(), List.of());
        return () -> new StatusText(
                        endpoint.toString(),
                        folder.root().toString(),
                        sandbox.driver().name(),
                        sandbox.verdict().why(),
                        TimeUnit.NANOSECONDS.toSeconds(ports.time().nanos() - ready),
                        new Usage(0, 0),
                        nothing,
                        worker.report(),
                        EventStatus.NOTHING,
                        SpaceParts.of(folder.root(), images.drives(), sandbox.driver()),
                        sandbox.range())
                .json();
    }

    private static String status(ClusterMember member, URI endpoint) {
        return "{\"role\":\"joined\",\"endpoint\":\"" + endpoint + "\",\"host\":\"" + member.hostId() + "\",\"door\":\""
                + member.door().getHostString() + ":" + member.door().getPort() + "\",\"connected\":"
                + member.connected()
                + "}";
    }
}
