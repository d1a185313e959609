package dev.hearth.drivers.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The planner over a reader of the host. */
final class HostPlanner implements NetworkPlanner {

    private static final Path MACHINE_ID = Path.of("/etc/machine-id");
    private static final int HEX = 16;
    private static final int GLOBAL_ID_DIGITS = 10;

    private final HostReader reader;

    HostPlanner(HostReader reader) {
        this.reader = reader;
    }

    @Override
    public RangeVerdict check(String range) {
        var asked = Cidr.exactBlock(range);
        return RangeDecisions.judge(facts(), asked);
    }

    @Override
    public List<RangeVerdict> inUse() {
        HostNetwork host = reader.read();
        return host.routes().stream()
                .filter(route -> route.protocol().equals(Claims.PROTOCOL))
                .flatMap(route -> route.destination().stream())
                .distinct()
                .map(range -> RangeDecisions.judge(
                        RangeDecisions.Facts.of(host, Claims.of(host, Owners::isHearth, range::equals)), range))
                .toList();
    }

    @Override
    public RangeVerdict choose() {
        return RangeDecisions.choose(facts());
    }

    @Override
    public RangeVerdict chooseIpv6() {
        return RangeDecisions.chooseIpv6(facts(), machine());
    }

    private RangeDecisions.Facts facts() {
        HostNetwork host = reader.read();
        return RangeDecisions.Facts.of(host, Claims.of(host, _ -> false, _ -> false));
    }

    /** A number that stays the same on one machine and differs between machines, so that their ranges do. */
    static long machine() {
        String id = "";
        try {
            id = Files.readString(MACHINE_ID, StandardCharsets.US_ASCII).strip();
        } catch (IOException absent) {
            // a machine without one shares its range with others like it, which only matters when they are joined
        }
        String digits = Instances.name(id);
        return Long.parseUnsignedLong(digits.substring(0, GLOBAL_ID_DIGITS), HEX);
    }
}
