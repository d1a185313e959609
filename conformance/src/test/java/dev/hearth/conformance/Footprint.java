package dev.hearth.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What on this machine names one Hearth's home, or belongs to a cgroup of it.
 *
 * @param cgroups folders
 * @param mounts lines of {@code mountinfo}
 * @param loops files behind loop devices
 * @param processes folders in {@code /proc}
 * @param networks network namespaces, devices and tables of rules
 */
record Footprint(
        Set<String> cgroups, Set<String> mounts, Set<String> loops, Set<String> processes, Set<String> networks) {

    static final Footprint NOTHING = new Footprint(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    private static final List<String> DRIVERS = List.of("namespace", "gvisor");
    private static final List<String> NETWORKS = List.of("network", "qemu-network", "gvisor-network");
    private static final Path NFT = Path.of("/usr/sbin/nft");
    private static final int SHORT_DIGITS = 6;

    /** That of the Hearth with this home; the real path of a folder, which may be gone already. */
    static Footprint of(Path home) throws IOException {
        String mark = home.toString();
        Set<String> cgroups = new TreeSet<>();
        cgroups(home).forEach(folder -> cgroups.add(folder.toString()));
        return new Footprint(
                cgroups,
                lines(Path.of("/proc/self/mountinfo"), mark),
                loops(mark),
                processes(home, mark),
                networks(home));
    }

    /** Cgroups named by the drivers after their state folders. */
    static List<Path> cgroups(Path home) throws IOException {
        List<String> names = names(home);
        try (Stream<Path> controllers = Files.list(Path.of("/sys/fs/cgroup"))) {
            return controllers
                    .flatMap(controller -> names.stream().map(controller::resolve))
                    .filter(Files::exists)
                    .toList();
        }
    }

    private static List<String> names(Path home) {
        return DRIVERS.stream()
                .map(driver -> Digests.cgroup(home.resolve(".hearth/cache").resolve(driver)))
                .toList();
    }

    /** What the drivers name after the state folders of their networks. */
    static Set<String> networks(Path home) throws IOException {
        Set<String> found = new TreeSet<>();
        String tables = tables();
        for (String network : NETWORKS) {
            String name = Digests.cgroup(home.resolve(".hearth/cache").resolve(network));
            String id = name.substring("hearth-".length());
            found.addAll(files(Path.of("/run/netns"), name + "-"));
            found.addAll(files(Path.of("/sys/class/net"), "hv" + id.substring(0, SHORT_DIGITS) + "-"));
            if (tables.contains("hearth_" + id)) {
                found.add("table hearth_" + id);
            }
        }
        return found;
    }

    private static List<String> files(Path folder, String prefix) throws IOException {
        try (Stream<Path> all = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return all.map(Path::toString)
                    .filter(each -> each.startsWith(folder + "/" + prefix))
                    .toList();
        }
    }

    /** What {@code nft} says; nothing where there is none, or it may not. */
    private static String tables() throws IOException {
        if (!Files.isExecutable(NFT)) {
            return "";
        }
        Process nft = new ProcessBuilder(NFT.toString(), "list", "tables")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Set<String> loops(String mark) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> devices = Files.list(Path.of("/sys/block"))) {
            for (Path device : devices.toList()) {
                Path file = device.resolve("loop/backing_file");
                if (Files.exists(file)) {
                    found.addAll(lines(file, mark));
                }
            }
        }
        return found;
    }

    private static Set<String> processes(Path home, String mark) throws IOException {
        Set<String> found = new TreeSet<>();
        List<Path> processes;
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            processes = new ArrayList<>(
                    all.filter(path -> path.getFileName().toString().matches("[0-9]+"))
                            .toList());
        }
        processes.remove(Path.of("/proc/" + ProcessHandle.current().pid()));
        for (Path process : processes) {
            if (mentions(process.resolve("cmdline"), mark)
                    || mentions(process.resolve("mountinfo"), mark)
                    || names(home).stream().anyMatch(name -> mentions(process.resolve("cgroup"), "/" + name))) {
                found.add(process.toString());
            }
        }
        return found;
    }

    private static boolean mentions(Path file, String mark) {
        try {
            return Files.readString(file).contains(mark);
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    private static Set<String> lines(Path file, String mark) throws IOException {
        Set<String> found = new TreeSet<>();
        for (String line : Files.readAllLines(file)) {
            if (line.contains(mark)) {
                found.add(line);
            }
        }
        return found;
    }
}
