package dev.hearth.drivers.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;

/** Folders of the host, merged into one tree; everything in it belongs to root. */
final class HostFolder {

    private static final Content NOTHING = new Content.Bytes(new byte[0]);

    private HostFolder() {}

    /** The folders on top of each other, later ones on top. Links are taken as links, never followed. */
    static FileTree merge(List<Path> folders) throws IOException {
        FileTree tree = new FileTree(FileTree.FolderOverLink.REPLACES_LINK);
        for (Path folder : folders) {
            tree.nextLayer();
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) throws IOException {
                    tree.put(entry(folder, at, attributes));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    tree.put(entry(folder, file, attributes));
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return tree;
    }

    private static TarEntry entry(Path folder, Path file, BasicFileAttributes attributes) throws IOException {
        String name = folder.relativize(file).toString();
        int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
        long modified = attributes.lastModifiedTime().toInstant().getEpochSecond();
        if (attributes.isSymbolicLink()) {
            String target = Files.readSymbolicLink(file).toString();
            return new TarEntry(name, TarEntry.Type.SYMLINK, mode, 0, 0, modified, target, NOTHING);
        } else if (attributes.isDirectory()) {
            return new TarEntry(name, TarEntry.Type.FOLDER, mode, 0, 0, modified, "", NOTHING);
        } else if (attributes.isRegularFile()) {
            Content content = new Content.OnDisk(file, attributes.size());
            return new TarEntry(name, TarEntry.Type.FILE, mode, 0, 0, modified, "", content);
        }
        return new TarEntry(name, TarEntry.Type.SPECIAL, mode, 0, 0, modified, "", NOTHING);
    }

    /** Identifies what {@code tree} holds: names, permissions, links and bytes, not times. */
    static String digest(FileTree tree) throws IOException {
        MessageDigest digest = Digests.sha256();
        tree.each(0, entry -> {
            String line = entry.type() + " " + Integer.toOctalString(entry.mode()) + " "
                    + entry.content().size() + " " + entry.name() + "\0" + entry.link() + "\0";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
            entry.content().copyTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        });
        return Digests.hex(digest);
    }
}
