package dev.hearth.server;

import dev.hearth.sandbox.Wall;
import dev.hearth.sandbox.Wall.Passage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Walls on their way between hosts: {@link #HEAD}, then a line for each passage. */
interface WallText {

    /** Before the names of groups and the digest of what is known of them. */
    String QUESTION = "egress ";

    /** Nothing changed. */
    String SAME = "same";

    String HEAD = "wall";

    static String write(Wall wall) {
        StringBuilder text = new StringBuilder(HEAD);
        for (Passage passage : wall.passages()) {
            text.append('\n').append(passage.protocol());
            text.append(' ').append(passage.from()).append(' ').append(passage.to());
            passage.blocks().forEach(block -> text.append(' ').append(block));
        }
        return text.toString();
    }

    /** @throws IOException when the other host said something else: what is wrong */
    static Wall read(String name, String text) throws IOException {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
            throw new IOException(text.isEmpty() ? "the other host knows no security groups" : text);
        }
        List<Passage> passages = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> words = List.of(line.split(" "));
            passages.add(new Passage(
                    Integer.parseInt(words.get(0)),
                    Integer.parseInt(words.get(1)),
                    Integer.parseInt(words.get(2)),
                    words.subList(3, words.size())));
        }
        return new Wall(name, passages);
    }

    static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
