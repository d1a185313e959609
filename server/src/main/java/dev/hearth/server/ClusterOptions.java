package dev.hearth.server;

import dev.hearth.cluster.ClusterMember;
import dev.hearth.services.leasing.ClusterHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What was typed of a host's cluster, and what its data folder remembers of it. */
final class ClusterOptions {

    static final String LOOPBACK = "127.0.0.1";

    /** The file with the address by which others reach this host. */
    static final String ADDRESS = "address";

    /** The file with the address of the cluster's store. */
    private static final String STORE = "store";

    /** The file with what this host does. */
    private static final String ROLES = "roles";

    private static final Pattern LIFE = Pattern.compile("([0-9]{1,9})([smhd])");
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private ClusterOptions() {}

    /** What was typed. */
    static ServerOptions.Cluster of(Arguments arguments) {
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
        return new ServerOptions.Cluster(
                join,
                token,
                door,
                arguments.value("--roles").map(ClusterOptions::roles).orElse(Set.of()),
                arguments
                        .value("--certificate-life")
                        .map(ClusterOptions::life)
                        .orElse(ServerOptions.Cluster.ALONE.certificateLife()));
    }

    private static Duration life(String typed) {
        Matcher matcher = LIFE.matcher(typed);
        if (!matcher.matches()) {
            throw new Arguments.UsageException("--certificate-life takes a time like 12h or 30d, not " + typed);
        }
        long count = Long.parseLong(matcher.group(1));
        Duration life = switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) {
            throw new Arguments.UsageException("--certificate-life takes 10s at least and 3650d at most");
        }
        return life;
    }

    /** What this host does: what was typed, now or at an earlier start, else everything. */
    static Set<ClusterHost.Role> roles(ServerOptions options, DataFolder folder) throws IOException {
        Path file = folder.cluster().resolve(ROLES);
        Set<ClusterHost.Role> typed = options.cluster().roles();
        if (!typed.isEmpty()) {
            if (Files.isDirectory(folder.cluster())) {
                secret(file, typed.stream().map(Enum::name).sorted().collect(Collectors.joining(",")));
            }
            return EnumSet.copyOf(typed);
        }
        return Files.exists(file) ? roles(Files.readString(file).strip()) : EnumSet.allOf(ClusterHost.Role.class);
    }

    static Set<ClusterHost.Role> roles(String typed) {
        try {
            Set<ClusterHost.Role> roles = EnumSet.noneOf(ClusterHost.Role.class);
            Arrays.stream(typed.split(","))
                    .map(word -> ClusterHost.Role.valueOf(word.strip().toUpperCase(Locale.ROOT)))
                    .forEach(roles::add);
            return roles;
        } catch (IllegalArgumentException e) {
            throw new Arguments.UsageException("--roles takes some of frontend,control,worker, not " + typed);
        }
    }

    static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? new InetSocketAddress(text, 0)
                : new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** Whether this host is one of a cluster whose hosts may take each other's place, or joined another. */
    static boolean isMember(ServerOptions options) {
        Path folder = new DataFolder(options.data()).cluster();
        return !options.store().isEmpty()
                || !options.cluster().join().isEmpty()
                || ClusterMember.hasJoined(folder)
                || Files.exists(folder.resolve(STORE));
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "host";
        }
    }

    /** Keeps what the cluster told, for the next starts. */
    static void remember(DataFolder folder, ClusterMember.Welcome welcome) throws IOException {
        rememberAddress(folder, welcome.address());
        rememberStore(folder, welcome.store());
    }

    /** Where others reach this host stays the same when it is not typed again. */
    static void rememberAddress(DataFolder folder, String host) throws IOException {
        secret(folder.cluster().resolve(ADDRESS), host);
    }

    /** A host that others know finds its cluster again, whatever is typed at its next start. */
    static void rememberStore(DataFolder folder, String store) throws IOException {
        if (!store.isEmpty()) {
            secret(folder.cluster().resolve(STORE), store);
        }
    }

    /** The address has a password in it. */
    private static void secret(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    /** The store of the options, else the one that the cluster told; empty for none. */
    static String store(ServerOptions options, DataFolder folder) throws IOException {
        Path file = folder.cluster().resolve(STORE);
        if (!options.store().isEmpty() || !Files.exists(file)) {
            return options.store();
        }
        return Files.readString(file).strip();
    }
}
