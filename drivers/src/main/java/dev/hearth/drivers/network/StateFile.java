package dev.hearth.drivers.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The file in which one Hearth notes its ranges, so that it takes the same ones again (snapshots have them inside),
 * and the interfaces that it made forward. Lines of a word and a value.
 */
final class StateFile {

    private static final String RANGE = "range ";
    private static final String FORWARDING = "forwarding ";

    private final Path file;

    StateFile(Path stateDir) {
        this.file = stateDir.resolve("taken");
    }

    /** IPv4 and IPv6 ranges that it had last; empty at first. */
    List<String> ranges() {
        return values(RANGE).stream().filter(StateFile::sound).toList();
    }

    List<String> forwarding() {
        return values(FORWARDING).stream()
                .filter(name -> name.matches("[\\w.@-]{1,15}"))
                .toList();
    }

    private static boolean sound(String range) {
        try {
            Cidr.exactBlock(range);
            return true;
        } catch (IllegalArgumentException damaged) {
            return false;
        }
    }

    private List<String> values(String word) {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> line.startsWith(word))
                            .map(line -> line.substring(word.length()).strip())
                            .toList()
                    : List.of();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** Written before the host is changed, so that a killed process leaves nothing unknown. */
    void write(List<String> ranges, List<String> forwarding) throws IOException {
        List<String> lines = new ArrayList<>();
        ranges.forEach(range -> lines.add(RANGE + range));
        forwarding.forEach(device -> lines.add(FORWARDING + device));
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling("taken.new");
        Files.write(fresh, lines);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
