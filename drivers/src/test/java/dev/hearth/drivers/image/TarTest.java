package dev.hearth.drivers.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        List<TarEntry> entries = List.of(
                new TarEntry("dir", TarEntry.Type.FOLDER, 0755, 0, 0, 1, "", Content.Bytes.of("")),
                new TarEntry(
                        "dir/" + "n".repeat(180),
                        TarEntry.Type.FILE,
                        0644,
                        3_000_000,
                        7,
                        5,
                        "",
                        Content.Bytes.of("hi")),
                new TarEntry("ünï", TarEntry.Type.FILE, 04711, 1, 2, 5, "", Content.Bytes.of("x".repeat(513))),
                new TarEntry("link", TarEntry.Type.SYMLINK, 0777, 0, 0, 9, "t".repeat(150), Content.Bytes.of("")),
                new TarEntry("hard", TarEntry.Type.HARDLINK, 0644, 0, 0, 9, "dir", Content.Bytes.of("")));

        assertThat(read(write(entries)))
                .containsExactlyElementsOf(entries.stream().map(TarTest::line).toList());
    }

    @Test
    void damagedArchivesAreRefused() throws IOException {
        byte[] good = write(List.of(
                new TarEntry("file", TarEntry.Type.FILE, 0644, 0, 0, 1, "", Content.Bytes.of("x".repeat(2000)))));
        byte[] wrongSum = good.clone();
        wrongSum[0] ^= 1;

        assertThatThrownBy(() -> read(wrongSum)).hasMessageContaining("no tar header");
        assertThatThrownBy(() -> read(Arrays.copyOf(good, 1024))).hasMessageContaining("goes beyond the end");
    }

    private static byte[] write(List<TarEntry> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(bytes);
        for (TarEntry entry : entries) {
            writer.write(entry);
        }
        writer.end();
        return bytes.toByteArray();
    }

    private List<String> read(byte[] bytes) throws IOException {
        Path file = folder.resolve("a.tar");
        Files.write(file, bytes);
        List<String> lines = new ArrayList<>();
        try (TarFile tar = TarFile.open(file)) {
            tar.each(entry -> lines.add(line(entry)));
        }
        return lines;
    }

    private static String line(TarEntry entry) {
        try {
            String name = entry.name().replaceAll("/$", "");
            return name + " " + entry.type() + " " + entry.mode() + " " + entry.user() + " " + entry.group() + " "
                    + entry.modified() + " " + entry.link() + " "
                    + new String(entry.content().bytes(9999), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
