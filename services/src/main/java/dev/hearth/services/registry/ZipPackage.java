package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.services.registry.ZipDirectory.Item;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A {@link CodePackage} over the bytes of a zip. */
final class ZipPackage implements CodePackage {

    private static final int TYPE_MASK = 0xF000;
    private static final int TYPE_DIRECTORY = 0x4000;
    private static final int TYPE_FILE = 0x8000;
    private static final int TYPE_LINK = 0xA000;
    private static final int ANY_EXECUTE = 0111;
    private static final int CHUNK_BYTES = 64 << 10;

    /** Most links followed on the way to one target, as Linux limits it. */
    private static final int MAX_HOPS = 40;

    private final byte[] zip;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Item> contents = new HashMap<>();

    private ZipPackage(byte[] zip) {
        this.zip = zip;
    }

    static ZipPackage of(byte[] zip) {
        ZipPackage result = new ZipPackage(zip);
        List<Item> items = ZipDirectory.items(zip);
        if (items.isEmpty()) {
            throw refused("Uploaded file must be a non-empty zip");
        }
        items.forEach(result::add);
        return result;
    }

    static FaultException refused(String message) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, message).asException();
    }

    static FaultException broken() {
        return refused("Could not unzip uploaded file. Please check your file, then try to upload again.");
    }

    private static FaultException tooBig() {
        return refused("Unzipped size must be smaller than " + RegistryLimits.UNZIPPED_BYTES + " bytes");
    }

    private void add(Item item) {
        String path = path(item.name());
        Kind kind = kind(item);
        if (path.isEmpty()) {
            require(kind == Kind.DIRECTORY);
            return;
        }
        parents(path);
        Entry entry = new Entry(path, kind, kind == Kind.FILE && (item.mode() & ANY_EXECUTE) != 0);
        Entry before = entries.putIfAbsent(path, entry);
        require(before == null || before.kind() == Kind.DIRECTORY && kind == Kind.DIRECTORY);
        require(entries.size() <= MAX_ENTRIES);
        contents.put(path, item);
    }

    /** Every folder on the way to {@code path} is a folder, named in the archive or not. */
    private void parents(String path) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            Entry entry = entries.computeIfAbsent(parent, p -> new Entry(p, Kind.DIRECTORY, false));
            require(entry.kind() == Kind.DIRECTORY);
        }
    }

    private static String path(String name) {
        require(!name.startsWith("/") && name.indexOf('\0') < 0);
        List<String> segments = new ArrayList<>();
        for (String segment : name.split("/", -1)) {
            require(!segment.equals(".."));
            require(segment.getBytes(StandardCharsets.UTF_8).length <= MAX_SEGMENT_BYTES);
            if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return String.join("/", segments);
    }

    private static Kind kind(Item item) {
        int type = item.mode() & TYPE_MASK;
        boolean folder = item.name().endsWith("/");
        if (folder || type == TYPE_DIRECTORY) {
            require(folder && (type == 0 || type == TYPE_DIRECTORY) || type == TYPE_DIRECTORY && item.size() == 0);
            return Kind.DIRECTORY;
        }
        require(type == 0 || type == TYPE_FILE || type == TYPE_LINK);
        return type == TYPE_LINK ? Kind.LINK : Kind.FILE;
    }

    @Override
    public List<Entry> entries() {
        List<Entry> ordered = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            entries.values().stream().filter(e -> e.kind() == kind).forEach(ordered::add);
        }
        return ordered;
    }

    @Override
    public long unzippedSize() {
        return contents.values().stream().mapToLong(Item::size).sum();
    }

    @Override
    public void unpack(Sink sink) {
        Budget budget = new Budget();
        Map<String, String> links = links(budget);
        for (Entry entry : entries()) {
            switch (entry.kind()) {
                case DIRECTORY -> sink.directory(entry.path());
                case FILE -> sink.file(entry.path(), entry.executable(), chunk -> inflate(entry.path(), budget, chunk));
                case LINK -> sink.link(entry.path(), links.getOrDefault(entry.path(), ""));
            }
        }
    }

    /** The targets of all links, each shown to end inside the package. */
    private Map<String, String> links(Budget budget) {
        Map<String, String> links = new HashMap<>();
        for (Entry entry : entries.values()) {
            if (entry.kind() == Kind.LINK) {
                links.put(entry.path(), target(entry.path(), budget));
            }
        }
        links.keySet().forEach(link -> follow(link, links));
        return links;
    }

    private String target(String path, Budget budget) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        inflate(path, budget, (chunk, length) -> {
            require(bytes.size() + length <= MAX_LINK_BYTES);
            bytes.write(chunk, 0, length);
        });
        String target = bytes.toString(StandardCharsets.UTF_8);
        require(!target.isEmpty() && !target.startsWith("/") && target.indexOf('\0') < 0);
        return target;
    }

    /** Walks a link as the kernel would: through other links, which may stand in the middle of its target. */
    private static void follow(String link, Map<String, String> links) {
        Deque<String> ahead = new ArrayDeque<>(Arrays.asList(link.split("/")));
        List<String> here = new ArrayList<>();
        int hops = 0;
        while (!ahead.isEmpty()) {
            String segment = ahead.pop();
            if (segment.equals("..")) {
                require(!here.isEmpty());
                here.removeLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                here.add(segment);
                String target = links.get(String.join("/", here));
                if (target != null) {
                    // A circle of links is harmless: whoever opens it gets an error.
                    if (++hops > MAX_HOPS) {
                        return;
                    }
                    here.removeLast();
                    pushAll(ahead, Arrays.asList(target.split("/")));
                }
            }
        }
    }

    private static void pushAll(Deque<String> ahead, Collection<String> segments) {
        new ArrayList<>(segments).reversed().forEach(ahead::push);
    }

    /** The content that may still be inflated from one package. */
    private static final class Budget {
        private long left = RegistryLimits.UNZIPPED_BYTES;

        void take(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw tooBig();
            }
        }
    }

    private void inflate(String path, Budget budget, Chunk chunk) {
        Item item = contents.get(path);
        if (item == null) {
            throw new IllegalStateException("no content of " + path);
        }
        CRC32 crc = new CRC32();
        long size = 0;
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(zip, item.offset(), item.compressed());
            byte[] buffer = new byte[CHUNK_BYTES];
            int position = 0;
            while (true) {
                int length = item.method() == ZipDirectory.STORED
                        ? copy(item, position, buffer)
                        : inflater.inflate(buffer, 0, buffer.length);
                if (length == 0) {
                    require(item.method() == ZipDirectory.STORED || inflater.finished());
                    break;
                }
                position += length;
                budget.take(length);
                crc.update(buffer, 0, length);
                size += length;
                chunk.take(buffer, length);
            }
        } catch (DataFormatException e) {
            throw broken();
        } finally {
            inflater.end();
        }
        require(size == item.size() && crc.getValue() == item.crc());
    }

    private int copy(Item item, int position, byte[] buffer) {
        int length = Math.min(buffer.length, item.compressed() - position);
        System.arraycopy(zip, item.offset() + position, buffer, 0, length);
        return length;
    }

    private static void require(boolean sound) {
        if (!sound) {
            throw broken();
        }
    }
}
