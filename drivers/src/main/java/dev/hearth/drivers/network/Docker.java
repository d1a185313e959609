package dev.hearth.drivers.network;

import inet.ipaddr.IPAddress;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Docker's configuration of this host, as far as it is about addresses.
 *
 * @param installed whether Docker is here at all
 * @param configured ranges that {@code daemon.json} names
 * @param ownPools whether {@code default-address-pools} replaces the built-in pools
 * @param problem what is wrong with the file; empty when nothing is
 */
record Docker(boolean installed, List<Range> configured, boolean ownPools, String problem) {

    /** One range and the key that names it. */
    record Range(IPAddress block, String key) {}

    static final String FILE = "/etc/docker/daemon.json";

    /** What Docker takes its networks from when nobody configured pools (moby, {@code ipamutils}). */
    static final List<IPAddress> BUILT_IN_POOLS = List.of(
            Cidr.block("172.17.0.0/16"),
            Cidr.block("172.18.0.0/16"),
            Cidr.block("172.19.0.0/16"),
            Cidr.block("172.20.0.0/14"),
            Cidr.block("172.24.0.0/14"),
            Cidr.block("172.28.0.0/14"),
            Cidr.block("192.168.0.0/16"));

    private static final List<String> RANGE_KEYS =
            List.of("bip", "bip6", "fixed-cidr", "fixed-cidr-v6", "default-gateway", "default-gateway-v6");

    Docker {
        configured = List.copyOf(configured);
    }

    static final Docker ABSENT = new Docker(false, List.of(), false, "");

    /** {@code daemonJson} is empty when there is no such file. */
    static Docker parse(boolean installed, String daemonJson) {
        if (daemonJson.isBlank()) {
            return new Docker(installed, List.of(), false, "");
        }
        try {
            JsonNode root = JsonMapper.shared().readTree(daemonJson);
            List<Range> ranges = new ArrayList<>();
            for (String key : RANGE_KEYS) {
                if (root.path(key).isString()) {
                    ranges.add(new Range(Cidr.block(root.path(key).stringValue()), key));
                }
            }
            JsonNode pools = root.path("default-address-pools");
            for (JsonNode pool : pools) {
                ranges.add(new Range(Cidr.block(pool.path("base").asString("")), "default-address-pools"));
            }
            return new Docker(true, ranges, !pools.isEmpty(), "");
        } catch (JacksonException | IllegalArgumentException wrong) {
            String first =
                    String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
            return new Docker(
                    true,
                    List.of(),
                    false,
                    FILE + " cannot be read (" + first + "), so Docker's own ranges"
                            + " are not known; Docker would not start with it either");
        }
    }
}
