package dev.hearth.drivers.network;

import inet.ipaddr.IPAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads this host: the command {@code ip}, and the files of the kernel, the resolver and Docker. */
final class SystemHostReader implements HostReader {

    private static final Logger LOG = LoggerFactory.getLogger(SystemHostReader.class);
    private static final Path INTERFACES = Path.of("/sys/class/net");
    private static final Path RESOLVER = Path.of("/etc/resolv.conf");
    /** Where systemd-resolved tells what it asks itself; the usual file names only its own loopback address. */
    private static final Path BEHIND_THE_STUB = Path.of("/run/systemd/resolve/resolv.conf");

    private static final List<Path> DOCKERS = List.of(
            Path.of("/usr/bin/dockerd"),
            Path.of("/usr/sbin/dockerd"),
            Path.of("/usr/local/bin/dockerd"),
            Path.of("/snap/bin/dockerd"),
            Path.of("/var/run/docker.sock"));

    @Override
    public HostNetwork read() {
        List<HostNetwork.Route> routes = new ArrayList<>();
        routes.addAll(IpOutput.routes(ip("-o", "-4", "route", "show", "table", "all"), false));
        routes.addAll(IpOutput.routes(ip("-o", "-6", "route", "show", "table", "all"), true));
        return new HostNetwork(
                routes,
                IpOutput.addresses(ip("-o", "addr")),
                kinds(),
                Docker.parse(DOCKERS.stream().anyMatch(Files::exists), text(Path.of(Docker.FILE))),
                nameservers());
    }

    private static String ip(String... arguments) {
        try {
            return Commands.output("ip", arguments);
        } catch (IOException failed) {
            LOG.warn("The host's network is only partly known: {}", failed.getMessage());
            return "";
        }
    }

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new HashMap<>();
        try (Stream<Path> interfaces = Files.list(INTERFACES)) {
            for (Path each : interfaces.toList()) {
                text(each.resolve("uevent"))
                        .lines()
                        .filter(line -> line.startsWith("DEVTYPE="))
                        .findFirst()
                        .ifPresent(
                                line -> kinds.put(each.getFileName().toString(), line.substring("DEVTYPE=".length())));
            }
        } catch (IOException hidden) {
            LOG.debug("no kinds of interfaces", hidden);
        }
        return kinds;
    }

    /** Of the resolver behind the stub when the usual file names a loopback address only. */
    private static List<IPAddress> nameservers() {
        List<IPAddress> usual = outside(IpOutput.nameservers(text(RESOLVER)));
        return usual.isEmpty() ? outside(IpOutput.nameservers(text(BEHIND_THE_STUB))) : usual;
    }

    private static List<IPAddress> outside(List<IPAddress> servers) {
        return servers.stream().filter(server -> !server.isLoopback()).toList();
    }

    private static String text(Path file) {
        try {
            return Files.isReadable(file) ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            LOG.debug("cannot read {}", file, unreadable);
            return "";
        }
    }
}
