package dev.hearth.server;

import dev.hearth.cluster.ClusterDoor;
import dev.hearth.cluster.ClusterMember;
import dev.hearth.core.Ports;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.logs.Logs;
import dev.hearth.services.worker.Worker;
import dev.hearth.storage.CodeFolder;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The first host's side of a cluster. Its door opens with the first token that somebody asks for; from then on at every
 * start, on the same port.
 */
final class ClusterParts implements AutoCloseable, ClusterDoor.Workers {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterParts.class);
    private static final JsonFactory JSON = new JsonFactory();

    /** What the other hosts' workers work for. */
    record Rooms(Logs logs, CodeFolder code, Assignment assignment) {}

    private final ServerOptions options;
    private final DataFolder folder;
    private final int port;
    private final Rooms rooms;
    private final Ports ports;
    private final Map<String, Worker> workers = new ConcurrentHashMap<>();
    private @Nullable ClusterDoor door;

    private ClusterParts(ServerOptions options, DataFolder folder, int port, Rooms rooms, Ports ports) {
        this.options = options;
        this.folder = folder;
        this.port = port;
        this.rooms = rooms;
        this.ports = ports;
    }

    /** What was typed. */
    static ServerOptions.Cluster options(Arguments arguments) {
        String join = arguments.value("--join").orElse("");
        String token = arguments.value("--token").orElse("");
        if (join.isEmpty() != token.isEmpty()) {
            throw new Arguments.UsageException("--join and --token belong together: 'hearth cluster token' prints one");
        }
        String door = arguments.value("--cluster-address").orElse(ServerOptions.Cluster.ALONE.door());
        try {
            address(door);
        } catch (IllegalArgumentException e) {
            throw new Arguments.UsageException("--cluster-address takes HOST or HOST:PORT, not " + door);
        }
        return new ServerOptions.Cluster(join, token, door);
    }

    /** Whether this host is, or is to be, one that joined another. */
    static boolean joins(ServerOptions options) {
        return !options.cluster().join().isEmpty() || ClusterMember.hasJoined(new DataFolder(options.data()).cluster());
    }

    /** Serves tokens and the list of hosts to who may enter the data folder; opens the door if it was open before. */
    static void begin(Ground ground, Rooms rooms, Undo undo) {
        DataFolder folder = ground.folder();
        ClusterParts parts =
                undo.add("cluster", new ClusterParts(ground.options(), folder, ground.port(), rooms, ground.ports()));
        try {
            if (Files.exists(parts.portFile())) {
                parts.door();
            }
            undo.add("tokens", StatusSocket.open(folder.tokenSocket(), parts::token));
            undo.add("hosts", StatusSocket.open(folder.clusterSocket(), parts::status));
        } catch (IOException e) {
            LOG.warn("other hosts cannot join: {}", e.getMessage());
        }
    }

    private Path portFile() {
        return folder.cluster().resolve("port");
    }

    private String token() {
        try {
            return door().token();
        } catch (IOException e) {
            LOG.warn("the cluster's door does not open", e);
            return "";
        }
    }

    private synchronized ClusterDoor door() throws IOException {
        ClusterDoor open = door;
        if (open == null) {
            ClusterDoor.Parts parts = new ClusterDoor.Parts(
                    port, Files.readString(folder.credentials()), rooms.logs(), rooms.code(), this);
            open = ClusterDoor.open(folder.cluster(), wanted(), parts, ports);
            Files.writeString(portFile(), Integer.toString(open.address().getPort()));
            door = open;
        }
        return open;
    }

    /** The address of the options; without a port in them the one of before, because the others know it. */
    private InetSocketAddress wanted() throws IOException {
        InetSocketAddress typed = address(options.cluster().door());
        return typed.getPort() != 0 || !Files.exists(portFile())
                ? typed
                : new InetSocketAddress(
                        typed.getHostString(),
                        Integer.parseInt(Files.readString(portFile()).strip()));
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? new InetSocketAddress(text, 0)
                : new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public void joined(Worker worker) {
        workers.put(worker.host().hostId(), worker);
        rooms.assignment().join(worker);
    }

    @Override
    public void left(String hostId) {
        workers.remove(hostId);
        rooms.assignment().leave(hostId);
    }

    private synchronized String status() {
        List<ClusterDoor.Member> members = door == null ? List.of() : door.members();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("role", "first");
            json.writeStringProperty("endpoint", "http://127.0.0.1:" + port);
            json.writeStringProperty(
                    "door", door == null ? "" : door.address().toString().replace("/", ""));
            json.writeArrayPropertyStart("hosts");
            for (ClusterDoor.Member member : members) {
                json.writeStartObject();
                json.writeStringProperty("host", member.hostId());
                json.writeStringProperty("address", member.address());
                json.writeStringProperty("sandbox", member.driver());
                json.writeNumberProperty("environments", member.environments());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    @Override
    public synchronized void close() {
        if (door != null) {
            door.close();
        }
    }
}
