package dev.hearth.drivers.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A host of the folder {@code hosts}: a sentence, then sections of what its commands and files would say, then what is
 * expected of the planner.
 */
record HostFixture(String name, Map<String, String> sections) {

    static Stream<HostFixture> all() {
        try {
            Path folder = Path.of(HostFixture.class.getResource("hosts").toURI());
            try (Stream<Path> files = Files.list(folder)) {
                return files.sorted().map(HostFixture::read).toList().stream();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HostFixture read(Path file) {
        try {
            Map<String, String> sections = new HashMap<>();
            String section = "title";
            for (String line : Files.readAllLines(file)) {
                if (line.matches("\\[\\w+]")) {
                    section = line.substring(1, line.length() - 1);
                } else {
                    sections.merge(section, line + "\n", String::concat);
                }
            }
            return new HostFixture(file.getFileName().toString().replace(".txt", ""), sections);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HostNetwork host() {
        String docker = text("docker").strip();
        return new HostNetwork(
                Stream.concat(
                                IpOutput.routes(text("routes"), false).stream(),
                                IpOutput.routes(text("routes6"), true).stream())
                        .toList(),
                IpOutput.addresses(text("addresses")),
                kinds(),
                Docker.parse(!docker.isEmpty(), docker.equals("installed") ? "" : docker),
                IpOutput.nameservers(text("nameservers")));
    }

    RangeDecisions.Facts facts() {
        return RangeDecisions.Facts.of(host(), Claims.of(host(), _ -> false, _ -> false));
    }

    List<String> expectations() {
        return text("expect").lines().filter(line -> !line.isBlank()).toList();
    }

    private Map<String, String> kinds() {
        Map<String, String> kinds = new HashMap<>();
        text("kinds").lines().map(line -> line.split(" ")).forEach(pair -> kinds.put(pair[0], pair[1]));
        return kinds;
    }

    private String text(String section) {
        return sections.getOrDefault(section, "");
    }

    @Override
    public String toString() {
        return name;
    }
}
