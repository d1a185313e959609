package dev.hearth.drivers.firecracker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the fake's parser takes in each object: the properties, and which of them must be there. Like the real one it
 * refuses others.
 */
final class FakeSchema {

    private record Shape(Set<String> required, Set<String> optional) {}

    /** An object that cannot be read; the message is that of the real parser. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        Unreadable(String reason) {
            super("An error occurred when deserializing the json body of a request: " + reason + ".");
        }
    }

    private static final Map<String, Shape> SHAPES = new HashMap<>();

    static {
        shape("PUT actions", "action_type", "");
        shape("PUT boot-source", "kernel_image_path", "boot_args initrd_path");
        shape("PUT machine-config", "vcpu_count mem_size_mib", "smt track_dirty_pages huge_pages cpu_template");
        shape("PATCH machine-config", "", "vcpu_count mem_size_mib smt track_dirty_pages huge_pages cpu_template");
        shape(
                "PUT drives",
                "drive_id is_root_device",
                "is_read_only path_on_host partuuid cache_type io_engine rate_limiter socket");
        shape("PATCH drives", "drive_id", "path_on_host rate_limiter");
        shape("PUT network-interfaces", "iface_id host_dev_name", "guest_mac mtu rx_rate_limiter tx_rate_limiter");
        shape("PATCH network-interfaces", "iface_id", "rx_rate_limiter tx_rate_limiter");
        shape("PUT vsock", "guest_cid uds_path", "vsock_id");
        shape("PUT entropy", "", "rate_limiter");
        shape(
                "PUT balloon",
                "amount_mib deflate_on_oom",
                "stats_polling_interval_s free_page_hinting free_page_reporting");
        shape("PATCH balloon", "amount_mib", "");
        shape("PUT logger", "", "log_path level show_level show_log_origin module");
        shape("PUT metrics", "metrics_path", "");
        shape("PATCH vm", "state", "");
        shape("PUT snapshot/create", "snapshot_path mem_file_path", "snapshot_type");
        shape(
                "PUT snapshot/load",
                "snapshot_path",
                "mem_backend mem_file_path enable_diff_snapshots track_dirty_pages resume_vm network_overrides"
                        + " vsock_override clock_realtime");
        shape("mem_backend", "backend_type backend_path", "");
        shape("rate_limiter", "", "bandwidth ops");
        shape("rx_rate_limiter", "", "bandwidth ops");
        shape("tx_rate_limiter", "", "bandwidth ops");
        shape("bandwidth", "size refill_time", "one_time_burst");
        shape("ops", "size refill_time", "one_time_burst");
    }

    private static void shape(String name, String required, String optional) {
        SHAPES.put(name, new Shape(words(required), words(optional)));
    }

    private static Set<String> words(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(" "));
    }

    private FakeSchema() {}

    static boolean knows(String operation) {
        return SHAPES.containsKey(operation);
    }

    /** Checks an object and what is inside it. */
    static void check(String name, Map<String, @Nullable Object> object) throws Unreadable {
        Shape shape = SHAPES.get(name);
        if (shape == null) {
            return;
        }
        for (String each : object.keySet()) {
            if (!shape.required().contains(each) && !shape.optional().contains(each)) {
                throw new Unreadable("unknown field `" + each + "`, expected one of " + new TreeSet<>(shape.required())
                        + new TreeSet<>(shape.optional()) + " at line 1 column 1");
            }
        }
        for (String each : shape.required()) {
            if (object.get(each) == null) {
                throw new Unreadable("missing field `" + each + "` at line 1 column 1");
            }
        }
        for (Map.Entry<String, @Nullable Object> each : object.entrySet()) {
            if (each.getValue() instanceof Map<?, ?> inner) {
                check(each.getKey(), map(inner));
            }
        }
    }

    /** Refuses a value that is none of an enumeration's. */
    static String oneOf(Map<String, @Nullable Object> object, String name, List<String> values) throws Unreadable {
        Object value = object.get(name);
        if (value instanceof String text && values.contains(text)) {
            return text;
        }
        throw new Unreadable("unknown variant `" + value + "`, expected one of " + values + " at line 1 column 1");
    }

    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> map(Object value) {
        return (Map<String, @Nullable Object>) value;
    }
}
