package dev.hearth.drivers.image;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A file system as data: layers are put on top of each other here, and nothing of them exists on the host.
 *
 * <p>Names are judged once, in {@link Names}: no {@code ..}, nothing absolute. A link in the way of an entry is
 * followed
 * inside this tree only, as if its root were the root of everything, which is what a container engine does in a chroot.
 */
final class FileTree {

    /** Links that are followed for one name; as the kernel's. */
    private static final int MAX_LINKS = 40;

    private static final int FOLDER_MODE = 0755;

    /** Owner, permissions and time of a node. */
    record Attributes(int mode, int user, int group, long modified) {

        static final Attributes FOLDER = new Attributes(FOLDER_MODE, 0, 0, 0);

        static Attributes of(TarEntry entry) {
            return new Attributes(entry.mode(), entry.user(), entry.group(), entry.modified());
        }
    }

    /** What a name stands for; two names of one node are hard links. */
    sealed interface Node {}

    /** A file. */
    record File(Attributes attributes, Content content) implements Node {}

    /** A symbolic link. */
    record Symlink(Attributes attributes, String target) implements Node {}

    /** A folder; its attributes change when a later layer names it again. */
    static final class Folder implements Node {

        private final TreeMap<String, Child> children = new TreeMap<>();
        private Attributes attributes;

        Folder(Attributes attributes) {
            this.attributes = attributes;
        }
    }

    /** A name's node and the layer that gave it. */
    private record Child(Node node, int layer) {}

    /** Whether a folder's entry leaves a link to a folder in its place, as dpkg does; container engines replace it. */
    enum FolderOverLink {
        KEEPS_LINK,
        REPLACES_LINK
    }

    private final FolderOverLink rule;
    private final Folder root = new Folder(Attributes.FOLDER);
    private int layer;
    private int entries;

    FileTree(FolderOverLink rule) {
        this.rule = rule;
    }

    /** Begins the next layer; a whiteout takes away only what earlier layers gave. */
    void nextLayer() {
        layer++;
    }

    /** Puts an entry in place; devices and FIFOs are left out, because no guest may use them. */
    void put(TarEntry entry) throws ImageException {
        List<String> parts = Names.parts(entry.name());
        if (parts.isEmpty()) {
            root.attributes = Attributes.of(entry);
            return;
        }
        if (++entries > TarFile.MAX_ENTRIES) {
            throw new ImageException("the image has more than " + TarFile.MAX_ENTRIES + " files");
        }
        Folder parent = folder(parts.subList(0, parts.size() - 1), entry.name());
        String name = parts.getLast();
        Attributes attributes = Attributes.of(entry);
        switch (entry.type()) {
            case FOLDER -> putFolder(parent, name, attributes);
            case FILE -> parent.children.put(name, new Child(new File(attributes, entry.content()), layer));
            case SYMLINK -> parent.children.put(name, new Child(new Symlink(attributes, entry.link()), layer));
            case HARDLINK -> parent.children.put(name, new Child(hardLinked(entry), layer));
            case SPECIAL -> entries--;
        }
    }

    private void putFolder(Folder parent, String name, Attributes attributes) {
        Child there = parent.children.get(name);
        if (there != null && there.node() instanceof Folder folder) {
            folder.attributes = attributes;
            parent.children.put(name, new Child(folder, layer));
        } else if (there == null || rule == FolderOverLink.REPLACES_LINK || !(there.node() instanceof Symlink)) {
            parent.children.put(name, new Child(new Folder(attributes), layer));
        }
    }

    private Node hardLinked(TarEntry entry) throws ImageException {
        List<String> target = Names.parts(entry.link());
        Node node = target.isEmpty() ? null : child(target);
        if (node == null || node instanceof Folder) {
            throw new ImageException(
                    "'" + entry.name() + "' is a hard link to '" + entry.link() + "', which is no file");
        }
        return node;
    }

    private @Nullable Node child(List<String> parts) throws ImageException {
        Folder parent = existing(parts.subList(0, parts.size() - 1));
        Child child = parent == null ? null : parent.children.get(parts.getLast());
        return child == null ? null : child.node();
    }

    /** Adds a folder that stays a folder, whatever the layers said; a link in its place is replaced. */
    void ensureFolder(String name, int mode) throws ImageException {
        Folder at = root;
        List<String> parts = Names.parts(name);
        for (int i = 0; i < parts.size(); i++) {
            Child there = at.children.get(parts.get(i));
            if (there != null && there.node() instanceof Folder folder) {
                at = folder;
                continue;
            }
            if (there != null && i < parts.size() - 1) {
                throw new ImageException(
                        "/" + parts.get(i) + " of the image is no folder, so nothing can be mounted at /" + name);
            }
            Folder made = new Folder(new Attributes(i < parts.size() - 1 ? FOLDER_MODE : mode, 0, 0, 0));
            at.children.put(parts.get(i), new Child(made, layer));
            at = made;
        }
    }

    /** Adds a file that is a file, in a folder that is a folder; what is there already stays if it is one. */
    void ensureFile(String name) throws ImageException {
        int slash = name.lastIndexOf('/');
        ensureFolder(name.substring(0, slash), FOLDER_MODE);
        if (!(child(Names.parts(name)) instanceof File)) {
            putFile(name, new Content.Bytes(new byte[0]));
        }
    }

    void putFile(String name, Content content) throws ImageException {
        put(new TarEntry(name, TarEntry.Type.FILE, 0644, 0, 0, 0, "", content));
    }

    void putLink(String name, String target) throws ImageException {
        put(new TarEntry(name, TarEntry.Type.SYMLINK, 0777, 0, 0, 0, target, new Content.Bytes(new byte[0])));
    }

    /** Takes {@code name} away, whoever gave it. */
    void remove(String name) throws ImageException {
        List<String> parts = Names.parts(name);
        Folder parent = existing(parts.subList(0, parts.size() - 1));
        if (parent != null) {
            parent.children.remove(parts.getLast());
        }
    }

    /** Takes away every name for which {@code judge} says so: given the path and whether it is a folder. */
    void removeIf(BiPredicate<String, Boolean> judge) {
        removeIf(root, "", judge);
    }

    private static void removeIf(Folder folder, String path, BiPredicate<String, Boolean> judge) {
        folder.children.entrySet().removeIf(each -> {
            boolean isFolder = each.getValue().node() instanceof Folder;
            String name = path + each.getKey();
            if (!judge.test(name, isFolder)) {
                if (each.getValue().node() instanceof Folder inner) {
                    removeIf(inner, name + "/", judge);
                }
                return false;
            }
            return true;
        });
    }

    /** A whiteout: takes away what earlier layers put at {@code name}. */
    void removeOlder(String name) throws ImageException {
        List<String> parts = Names.parts(name);
        if (parts.isEmpty()) {
            return;
        }
        Folder parent = existing(parts.subList(0, parts.size() - 1));
        if (parent != null) {
            removeOlder(parent, parts.getLast());
        }
    }

    private void removeOlder(Folder parent, String name) {
        Child child = parent.children.get(name);
        if (child == null) {
            return;
        }
        if (child.node() instanceof Folder folder) {
            List.copyOf(folder.children.keySet()).forEach(each -> removeOlder(folder, each));
            if (child.layer() < layer && folder.children.isEmpty()) {
                parent.children.remove(name);
            }
        } else if (child.layer() < layer) {
            parent.children.remove(name);
        }
    }

    /** An opaque whiteout: takes away what earlier layers put into the folder {@code name}. */
    void removeOlderIn(String name) throws ImageException {
        Folder folder = existing(Names.parts(name));
        if (folder != null) {
            List.copyOf(folder.children.keySet()).forEach(each -> removeOlder(folder, each));
        }
    }

    /** The content of the file at {@code name}, links followed inside, or empty. */
    Optional<Content> file(String name) throws ImageException {
        Deque<String> rest = new ArrayDeque<>(Names.parts(name));
        return walk(rest, false) instanceof File file ? Optional.of(file.content()) : Optional.empty();
    }

    /** The names in the folder {@code name}, sorted; none when there is no such folder. */
    List<String> names(String name) throws ImageException {
        Folder folder = existing(Names.parts(name));
        return folder == null ? List.of() : List.copyOf(folder.children.keySet());
    }

    private Folder folder(List<String> parts, String of) throws ImageException {
        Node node = walk(new ArrayDeque<>(parts), true);
        if (node instanceof Folder folder) {
            return folder;
        }
        throw new ImageException("'" + of + "' lies in something that is no folder");
    }

    private @Nullable Folder existing(List<String> parts) throws ImageException {
        return walk(new ArrayDeque<>(parts), false) instanceof Folder folder ? folder : null;
    }

    /** The node at the end of {@code rest}; links are followed, and {@code ..} of a link ends at the root. */
    private @Nullable Node walk(Deque<String> rest, boolean make) throws ImageException {
        Deque<Folder> above = new ArrayDeque<>();
        Folder at = root;
        int links = 0;
        while (!rest.isEmpty()) {
            String name = rest.pop();
            if (name.equals("..")) {
                at = above.isEmpty() ? root : above.pop();
                continue;
            }
            Child child = at.children.get(name);
            if (child == null) {
                if (!make) {
                    return null;
                }
                child = new Child(new Folder(Attributes.FOLDER), layer);
                at.children.put(name, child);
            }
            switch (child.node()) {
                case Folder folder -> {
                    above.push(at);
                    at = folder;
                }
                case File file -> {
                    return rest.isEmpty() ? file : null;
                }
                case Symlink link -> {
                    if (++links > MAX_LINKS) {
                        throw new ImageException("too many links at " + name);
                    }
                    if (link.target().startsWith("/")) {
                        at = root;
                        above.clear();
                    }
                    push(rest, link.target());
                }
            }
        }
        return at;
    }

    private static void push(Deque<String> rest, String target) {
        String[] parts = target.split("/");
        for (int i = parts.length - 1; i >= 0; i--) {
            if (!parts[i].isEmpty() && !parts[i].equals(".")) {
                rest.push(parts[i]);
            }
        }
    }

    /** Bytes of all files, each once. */
    long size() {
        Map<Node, Boolean> seen = new IdentityHashMap<>();
        return size(root, seen);
    }

    /** The newest time of all files, seconds since 1970. */
    long newest() throws IOException {
        long[] newest = {0};
        each(Long.MAX_VALUE, entry -> newest[0] = Math.max(newest[0], entry.modified()));
        return newest[0];
    }

    private static long size(Folder folder, Map<Node, Boolean> seen) {
        long sum = 0;
        for (Child child : folder.children.values()) {
            sum += switch (child.node()) {
                case Folder inner -> size(inner, seen);
                case File file -> seen.put(file, true) == null ? file.content().size() : 0;
                case Symlink link -> 0;
            };
        }
        return sum;
    }

    /**
     * Hands over every entry, sorted, a folder before what it holds; the first name of a node is the file, the others
     * are
     * hard links to it.
     *
     * @param newest no time is later than that, seconds since 1970
     */
    void each(long newest, TarFile.Visitor visitor) throws IOException {
        new Emission(newest, visitor).folder("", root);
    }

    private static final class Emission {

        private static final Content NOTHING = new Content.Bytes(new byte[0]);
        private final Map<Node, String> first = new IdentityHashMap<>();
        private final long newest;
        private final TarFile.Visitor visitor;

        private Emission(long newest, TarFile.Visitor visitor) {
            this.newest = newest;
            this.visitor = visitor;
        }

        private void folder(String path, Folder folder) throws IOException {
            emit(path.isEmpty() ? "." : path, TarEntry.Type.FOLDER, folder.attributes, "", NOTHING);
            for (Map.Entry<String, Child> each : folder.children.entrySet()) {
                String name = path.isEmpty() ? each.getKey() : path + "/" + each.getKey();
                Node node = each.getValue().node();
                String earlier = node instanceof Folder ? null : first.putIfAbsent(node, name);
                switch (node) {
                    case Folder inner -> folder(name, inner);
                    case File file
                    when earlier != null -> emit(name, TarEntry.Type.HARDLINK, file.attributes(), earlier, NOTHING);
                    case File file -> emit(name, TarEntry.Type.FILE, file.attributes(), "", file.content());
                    case Symlink link -> emit(name, TarEntry.Type.SYMLINK, link.attributes(), link.target(), NOTHING);
                }
            }
        }

        private void emit(String name, TarEntry.Type type, Attributes with, String link, Content content)
                throws IOException {
            visitor.visit(new TarEntry(
                    name,
                    type,
                    with.mode(),
                    with.user(),
                    with.group(),
                    Math.clamp(with.modified(), 0, newest),
                    link,
                    content));
        }
    }
}
