package dev.hearth.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two tables of {@code docs/ARCHITECTURE.md} that say who may import whom, read from the document itself.
 *
 * @param modules module to the modules it may import
 * @param rooms room to the rooms it may import
 */
record HouseTable(Map<String, Set<String>> modules, Map<String, Set<String>> rooms) {

    private static final Pattern ROW = Pattern.compile("^\\| `([a-z]+)` \\| (.*) \\| ([^|]*) \\|$");
    private static final Pattern WORD = Pattern.compile("[a-z]+");

    static HouseTable read() throws IOException {
        Map<String, Set<String>> modules = new TreeMap<>();
        Map<String, Set<String>> rooms = new TreeMap<>();
        Map<String, Set<String>> table = Map.of();
        for (String line : Files.readAllLines(Checkout.root().resolve("docs/ARCHITECTURE.md"))) {
            if (line.startsWith("| module |")) {
                table = modules;
            } else if (line.startsWith("| room ")) {
                table = rooms;
            } else if (line.isBlank()) {
                table = Map.of();
            }
            Matcher row = ROW.matcher(line);
            if (row.matches() && (table == modules || table == rooms)) {
                table.put(row.group(1), words(row.group(3)));
            }
        }
        modules.replaceAll((module, may) -> targets(module, may, modules.keySet()));
        rooms.replaceAll((room, may) -> targets(room, may, rooms.keySet()));
        return new HouseTable(modules, rooms);
    }

    private static Set<String> words(String cell) {
        Set<String> words = new HashSet<>();
        Matcher matcher = WORD.matcher(cell.replaceAll("\\(.*?\\)", ""));
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    private static Set<String> targets(String from, Set<String> words, Set<String> names) {
        Set<String> targets = new TreeSet<>(names);
        if (words.contains("all")) {
            targets.removeAll(words);
        } else {
            targets.retainAll(words);
        }
        targets.remove(from);
        return targets;
    }
}
