package dev.hearth.drivers.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTreeTest {

    private final FileTree tree = new FileTree(FileTree.FolderOverLink.REPLACES_LINK);

    @Test
    void laterLayersGoOnTopAndFoldersMerge() throws IOException {
        folder("app", 0700);
        file("app/one", "1");
        file("app/two", "2");
        tree.nextLayer();
        folder("app", 0755);
        file("app/two", "second");

        assertThat(listing()).containsExactly("d755 .", "d755 app", "f644 app/one 1", "f644 app/two second");
    }

    @Test
    void aWhiteoutTakesAwayWhatEarlierLayersGave() throws IOException {
        file("a/old", "x");
        file("a/deep/er", "x");
        file("b", "x");
        tree.nextLayer();
        file("a/new", "y");
        tree.removeOlder("a");
        tree.removeOlder("b");
        file("b", "again");
        tree.removeOlder("b");
        tree.removeOlder("absent/thing");

        assertThat(listing()).containsExactly("d755 .", "d755 a", "f644 a/new y", "f644 b again");
    }

    @Test
    void anOpaqueFolderHidesWhatWasInIt() throws IOException {
        file("a/old", "x");
        file("c", "x");
        tree.nextLayer();
        file("a/new", "y");
        tree.removeOlderIn("a");

        assertThat(listing()).containsExactly("d755 .", "d755 a", "f644 a/new y", "f644 c x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escape", "a/../../b", "/../etc/passwd", "a/..", ".."})
    void aNameThatLeavesTheImageIsRefused(String name) {
        assertThatThrownBy(() -> file(name, "x"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("leaves the image");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../..", "/../../", "../../.././", "/"})
    void aLinkThatClimbsOutEndsAtTheImagesOwnRoot(String target) throws IOException {
        link("out", target);
        file("out/planted", "x");

        assertThat(listing()).containsExactly("d755 .", "l out -> " + target, "f644 planted x");
    }

    @Test
    void anEntryBelowALinkGoesWhereTheLinkLeadsInside() throws IOException {
        folder("usr/lib", 0755);
        link("lib", "usr/lib");
        file("lib/libc.so", "x");

        assertThat(listing()).contains("l lib -> usr/lib", "f644 usr/lib/libc.so x");
        assertThat(tree.file("lib/libc.so")).isPresent();
    }

    @Test
    void linksInACircleAreRefused() throws IOException {
        link("a", "b");
        link("b", "a");

        assertThatThrownBy(() -> file("a/x", "x")).hasMessageContaining("too many links");
    }

    @Test
    void anEntryBelowAFileIsRefused() throws IOException {
        file("a", "x");

        assertThatThrownBy(() -> file("a/b", "x")).hasMessageContaining("no folder");
    }

    @Test
    void aFoldersEntryReplacesALinkOrKeepsIt() throws IOException {
        FileTree debian = new FileTree(FileTree.FolderOverLink.KEEPS_LINK);
        for (FileTree each : List.of(tree, debian)) {
            each.putLink("bin", "usr/bin");
            each.put(new TarEntry("bin/", TarEntry.Type.FOLDER, 0755, 0, 0, 0, "", bytes("")));
            each.put(new TarEntry("bin/sh", TarEntry.Type.FILE, 0755, 0, 0, 0, "", bytes("x")));
        }

        assertThat(listing(tree)).containsExactly("d755 .", "d755 bin", "f755 bin/sh x");
        assertThat(listing(debian))
                .containsExactly("d755 .", "l bin -> usr/bin", "d755 usr", "d755 usr/bin", "f755 usr/bin/sh x");
    }

    @Test
    void hardLinksStayLinksOfOneFile() throws IOException {
        file("z", "shared");
        tree.put(new TarEntry("a", TarEntry.Type.HARDLINK, 0644, 0, 0, 0, "./z", bytes("")));

        assertThat(listing()).containsExactly("d755 .", "f644 a shared", "h z -> a");
        assertThat(tree.size()).isEqualTo(6);
        assertThatThrownBy(() ->
                        tree.put(new TarEntry("b", TarEntry.Type.HARDLINK, 0644, 0, 0, 0, "/etc/shadow", bytes(""))))
                .hasMessageContaining("is no file");
    }

    @Test
    void devicesAreLeftOutAndOwnersAreKept() throws IOException {
        tree.put(new TarEntry("dev/sda", TarEntry.Type.SPECIAL, 0660, 0, 6, 0, "", bytes("")));
        tree.put(new TarEntry("su", TarEntry.Type.FILE, 04755, 12, 34, 99, "", bytes("x")));
        List<TarEntry> all = new ArrayList<>();
        tree.each(50, all::add);

        TarEntry su = all.getLast();
        assertThat(all).noneMatch(each -> each.name().equals("dev/sda"));
        assertThat(List.of(su.mode(), su.user(), su.group(), (int) su.modified()))
                .containsExactly(04755, 12, 34, 50);
    }

    @Test
    void mountPointsBecomeRealFolders() throws IOException {
        link("tmp", "/etc");
        file("etc/hosts", "mine");
        link("etc/resolv.conf", "/proc/1/root/etc/shadow");
        RootLayout.complete(tree);

        assertThat(listing()).contains("d1777 tmp", "f644 etc/resolv.conf ", "f644 etc/hosts mine", "d755 var/task");
        link("var", "/etc");
        assertThatThrownBy(() -> RootLayout.complete(tree)).hasMessageContaining("var of the image is no folder");
    }

    private void file(String name, String content) throws IOException {
        tree.put(new TarEntry(name, TarEntry.Type.FILE, 0644, 0, 0, 0, "", bytes(content)));
    }

    private void folder(String name, int mode) throws IOException {
        tree.put(new TarEntry(name, TarEntry.Type.FOLDER, mode, 0, 0, 0, "", bytes("")));
    }

    private void link(String name, String target) throws IOException {
        tree.putLink(name, target);
    }

    private static Content bytes(String text) {
        return Content.Bytes.of(text);
    }

    private List<String> listing() throws IOException {
        return listing(tree);
    }

    static List<String> listing(FileTree tree) throws IOException {
        List<String> lines = new ArrayList<>();
        tree.each(Long.MAX_VALUE >> 8, entry -> {
            String mode = Integer.toOctalString(entry.mode());
            lines.add(
                    switch (entry.type()) {
                        case FILE ->
                            "f" + mode + " " + entry.name() + " "
                                    + new String(entry.content().bytes(9999), StandardCharsets.UTF_8);
                        case FOLDER -> "d" + mode + " " + entry.name();
                        case SYMLINK -> "l " + entry.name() + " -> " + entry.link();
                        case HARDLINK -> "h " + entry.name() + " -> " + entry.link();
                        case SPECIAL -> "?";
                    });
        });
        return lines;
    }
}
