package dev.hearth.drivers.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which image a container image's name means: one small file a name. */
final class References {

    private final Path folder;

    References(Path folder) {
        this.folder = folder;
    }

    void put(String uri, String image) throws IOException {
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, ".new-", "");
        Files.writeString(fresh, uri + "\n" + image + "\n");
        Files.move(fresh, file(uri), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Optional<String> find(String uri) throws IOException {
        Path file = file(uri);
        return Files.isRegularFile(file) ? Optional.of(Files.readAllLines(file).getLast()) : Optional.empty();
    }

    /** Every name and its image. */
    Map<String, String> all() throws IOException {
        Map<String, String> all = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                List<String> lines = Files.readAllLines(file);
                if (lines.size() == 2 && file.equals(file(lines.getFirst()))) {
                    all.put(lines.getFirst(), lines.getLast());
                }
            }
        }
        return all;
    }

    void removeOf(String image) throws IOException {
        for (Map.Entry<String, String> each : all().entrySet()) {
            if (each.getValue().equals(image)) {
                Files.deleteIfExists(file(each.getKey()));
            }
        }
    }

    private Path file(String uri) {
        var digest = Digests.sha256();
        digest.update(uri.getBytes(StandardCharsets.UTF_8));
        return folder.resolve(Digests.hex(digest));
    }
}
