package dev.hearth.drivers.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which modules a guest's kernel loads, and in which order: those wanted, each after what it depends on, which it tells
 * itself. One that is built in is simply not there.
 */
final class KernelModules {

    /** First what the init needs to find its root and its channel. */
    static final List<String> WANTED = List.of(
            "virtio_mmio",
            "virtio_blk",
            "squashfs",
            "virtio_console",
            "vmw_vsock_virtio_transport",
            "virtio_net",
            "virtio_rng",
            "virtio_balloon",
            "ext4",
            "ptp_kvm");

    private static final byte[] DEPENDS = "\0depends=".getBytes(StandardCharsets.UTF_8);

    /** Takes a module's bytes out of the package. */
    @FunctionalInterface
    interface Source {

        /** The ELF file of the module called so (with {@code _} for {@code -}), or null when there is none. */
        byte @Nullable [] module(String name) throws IOException;
    }

    private KernelModules() {}

    /** The modules by name, in the order in which they are loaded. */
    static Map<String, byte[]> ordered(Source source) throws IOException {
        Map<String, byte[]> order = new LinkedHashMap<>();
        for (String wanted : WANTED) {
            add(wanted, source, order, new ArrayList<>());
        }
        return order;
    }

    private static void add(String name, Source source, Map<String, byte[]> order, List<String> above)
            throws IOException {
        if (order.containsKey(name)) {
            return;
        }
        if (above.contains(name)) {
            throw new ImageException("the kernel's modules depend on each other in a circle: " + above);
        }
        byte[] module = source.module(name);
        if (module == null) {
            return;
        }
        above.add(name);
        for (String needed : depends(module)) {
            add(needed, source, order, above);
        }
        above.remove(name);
        order.put(name, module);
    }

    /** The value of {@code depends=} in the section {@code .modinfo}, which is text between NULs. */
    static List<String> depends(byte[] module) {
        int at = indexOf(module, DEPENDS) + DEPENDS.length;
        if (at < DEPENDS.length) {
            return List.of();
        }
        int end = at;
        while (end < module.length && module[end] != 0) {
            end++;
        }
        String names = new String(module, at, end - at, StandardCharsets.UTF_8);
        return names.isEmpty() ? List.of() : List.of(names.replace('-', '_').split(","));
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            int same = 0;
            while (same < wanted.length && bytes[i + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return i;
            }
        }
        return -1;
    }
}
