package dev.hearth.drivers.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what a killed predecessor left on the host, and removes it; only what carries this instance's names. */
final class LeftOvers {

    private static final Logger LOG = LoggerFactory.getLogger(LeftOvers.class);

    private final Instances names;
    private final StateFile state;
    private final List<String> found = new ArrayList<>();

    private LeftOvers(Instances names, StateFile state) {
        this.names = names;
        this.state = state;
    }

    /** What was found and removed. */
    static List<String> clear(Instances names, StateFile state) {
        LeftOvers leftOvers = new LeftOvers(names, state);
        leftOvers.namespaces();
        leftOvers.devices();
        leftOvers.rules();
        leftOvers.routes();
        leftOvers.forwarding();
        if (!leftOvers.found.isEmpty()) {
            LOG.info("Removed what a predecessor left: {}", leftOvers.found);
        }
        return leftOvers.found;
    }

    private void namespaces() {
        for (String name : Netns.names()) {
            if (name.startsWith(names.namespacePrefix())) {
                try {
                    Netns.delete(name);
                    found.add("namespace " + name);
                } catch (IOException refused) {
                    LOG.warn("Left by a predecessor and not removable: namespace {}", name, refused);
                }
            }
        }
    }

    /** The short name alone could be another's: the alias decides. */
    private void devices() {
        for (String line : lines("ip", "-o", "link", "show", "type", "veth")) {
            String[] words = line.strip().split("\\s+");
            String device = words.length > 1 ? words[1].replaceAll("@.*|:$", "") : "";
            if (device.startsWith(names.devicePrefix()) && List.of(words).contains(names.alias())) {
                remove("device " + device, "ip", "link", "delete", "dev", device);
            }
        }
    }

    private void rules() {
        if (lines("nft", "list", "tables").contains("table inet " + names.table())) {
            remove("rules " + names.table(), "nft", "delete", "table", "inet", names.table());
        }
        for (String family : List.of("ip", "ip6")) {
            try {
                OtherFirewalls.forget(names, family);
            } catch (IOException refused) {
                LOG.warn("Rules of a predecessor stay: {}", refused.getMessage());
            }
        }
    }

    private void routes() {
        for (String range : state.ranges()) {
            String family = range.contains(":") ? "-6" : "-4";
            for (String line : lines("ip", family, "route", "show", "proto", Claims.PROTOCOL)) {
                List<String> words = Arrays.asList(line.strip().split("\\s+"));
                if (words.contains("unreachable") && words.contains(range)) {
                    remove(
                            "route to " + range,
                            "ip",
                            family,
                            "route",
                            "delete",
                            "unreachable",
                            range,
                            "proto",
                            Claims.PROTOCOL);
                }
            }
        }
    }

    private void forwarding() {
        for (String uplink : state.forwarding()) {
            try {
                Files.writeString(Path.of("/proc/sys/net/ipv4/conf", uplink, "forwarding"), "0");
                found.add("forwarding from " + uplink);
            } catch (IOException gone) {
                LOG.debug("no {} any more", uplink, gone);
            }
        }
    }

    private void remove(String what, String command, String... arguments) {
        try {
            Commands.output(command, arguments);
            found.add(what);
        } catch (IOException refused) {
            LOG.warn("Left by a predecessor and not removable: {}: {}", what, refused.getMessage());
        }
    }

    private static List<String> lines(String command, String... arguments) {
        try {
            return Commands.output(command, arguments)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException unknown) {
            LOG.debug("cannot look for left-overs", unknown);
            return List.of();
        }
    }
}
