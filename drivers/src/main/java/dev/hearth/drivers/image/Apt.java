package dev.hearth.drivers.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The host's package sources, asked through {@code apt} with lists and a package database of our own: the host's are
 * neither needed nor touched, and no privilege is. The database is empty, so everything that a package depends on comes
 * along.
 */
final class Apt {

    private static final Pattern DOWNLOAD = Pattern.compile("dlstatus:[^:]*:([0-9.]+):.*");
    private static final Pattern CANDIDATE = Pattern.compile("\\s*Candidate: (\\S+)");
    private static final Pattern DEPENDENCY = Pattern.compile("\\s*Depends: (\\S+)");
    private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9+.-]{1,127}");
    private static final Pattern ARCHIVE = Pattern.compile("([^_]+)_([^_]+)_[^_]+\\.deb");

    private final Path configuration;

    private Apt(Path configuration) {
        this.configuration = configuration;
    }

    /** Prepares {@code folder} (kept for the next time) and reads the sources anew. */
    static Apt open(Path folder, Progress progress) throws IOException {
        Tool.require(Tool.APT_GET, Tool.APT_CACHE, Tool.DPKG_DEB);
        progress.stage("reading the package sources");
        Files.createDirectories(folder.resolve("state/lists/partial"));
        Files.createDirectories(folder.resolve("cache/archives/partial"));
        Path status = folder.resolve("status");
        Files.writeString(status, "");
        Path configuration = folder.resolve("apt.conf");
        Files.writeString(configuration, """
                #clear APT::Update::Post-Invoke;
                #clear APT::Update::Post-Invoke-Success;
                #clear DPkg::Post-Invoke;
                Dir::State "%1$s/state";
                Dir::State::status "%1$s/status";
                Dir::Cache "%1$s/cache";
                Dir::Log "%1$s/log";
                APT::Sandbox::User "root";
                APT::Install-Recommends "false";
                APT::Get::Assume-Yes "true";
                Acquire::Languages "none";
                """.formatted(quotable(folder)));
        Apt apt = new Apt(configuration);
        new Command(Tool.APT_GET, apt.arguments("update")).lines(line -> {});
        return apt;
    }

    private static Path quotable(Path folder) throws ImageException {
        Path absolute = folder.toAbsolutePath();
        if (absolute.toString().matches(".*[\"\\\\\\p{Cntrl};%].*")) {
            throw new ImageException("apt cannot work in the folder " + absolute + ": choose another with --data");
        }
        return absolute;
    }

    /** The version that would be taken, or empty when the sources have no such package. */
    String candidate(String name) throws IOException {
        for (String line : new Command(Tool.APT_CACHE, arguments("policy", checked(name))).lines()) {
            Matcher candidate = CANDIDATE.matcher(line);
            if (candidate.matches() && !candidate.group(1).equals("(none)")) {
                return candidate.group(1);
            }
        }
        return "";
    }

    /** Every package name that begins with {@code prefix}. */
    List<String> names(String prefix) throws IOException {
        return new Command(Tool.APT_CACHE, arguments("pkgnames", checked(prefix)))
                .lines().stream().sorted().toList();
    }

    /** What {@code name} depends on itself. */
    List<String> dependencies(String name) throws IOException {
        List<String> found = new ArrayList<>();
        new Command(Tool.APT_CACHE, arguments("depends", checked(name))).lines(line -> {
            Matcher dependency = DEPENDENCY.matcher(line);
            if (dependency.matches()) {
                found.add(dependency.group(1));
            }
        });
        return found;
    }

    /** Brings the packages and all that they depend on into {@code folder}; returns the archives, sorted. */
    List<Path> downloadAll(List<String> packages, Path folder, Progress progress) throws IOException {
        progress.stage("downloading packages");
        Files.createDirectories(folder.resolve("partial"));
        List<String> arguments = new ArrayList<>(List.of(
                "-o",
                "Dir::Cache::archives=" + folder.toAbsolutePath(),
                "-o",
                "APT::Status-Fd=1",
                "-o",
                "APT::Keep-Downloaded-Packages=true"));
        arguments.addAll(List.of("--download-only", "install"));
        for (String name : packages) {
            arguments.add(checked(name));
        }
        new Command(Tool.APT_GET, arguments(arguments.toArray(String[]::new))).lines(line -> {
            Matcher done = DOWNLOAD.matcher(line);
            if (done.matches()) {
                progress.fraction(Double.parseDouble(done.group(1)) / 100);
            }
        });
        return archives(folder);
    }

    private static List<Path> archives(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .sorted()
                    .toList();
        }
    }

    /** Brings one package and nothing else. */
    Path downloadOne(String name, Path folder, Progress progress) throws IOException {
        progress.stage("downloading " + name);
        Files.createDirectories(folder);
        // apt-get writes this one into its working directory, whatever it is told.
        new Command(Tool.APT_GET, arguments("download", checked(name)))
                .in(folder)
                .lines(line -> {});
        return archives(folder).stream()
                .filter(file -> file.getFileName().toString().startsWith(name + "_"))
                .findFirst()
                .orElseThrow(() -> new ImageException("apt-get brought no " + name));
    }

    /** Names and versions of archives, as their file names tell them. */
    static Map<String, String> versions(List<Path> archives) {
        Map<String, String> versions = new LinkedHashMap<>();
        for (Path archive : archives) {
            Matcher name = ARCHIVE.matcher(archive.getFileName().toString());
            if (name.matches()) {
                versions.put(name.group(1), name.group(2).replace("%3a", ":"));
            }
        }
        return versions;
    }

    private static String checked(String name) throws ImageException {
        if (!PACKAGE.matcher(name).matches()) {
            throw new ImageException("'" + name + "' is no name of a Debian package");
        }
        return name;
    }

    private List<String> arguments(String... words) {
        List<String> all = new ArrayList<>(List.of("-c=" + configuration.toAbsolutePath(), "-q"));
        all.addAll(List.of(words));
        return all;
    }
}
