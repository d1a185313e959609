package dev.hearth.drivers.network;

import java.util.List;
import java.util.Optional;

/**
 * Whether a range of addresses is free on this host.
 *
 * @param range the range asked about, or the one chosen; empty when none is free
 * @param usable whether guests can have it
 * @param why one sentence for a person
 * @param conflicts who has a part of it already
 * @param warnings what speaks against it without forbidding it, and what else is wrong with the host's ranges
 * @param alternative a free range, of the same size where there is one; empty when the range is usable or none is free
 * @param guests how many guests the range has room for
 */
public record RangeVerdict(
        Optional<String> range,
        boolean usable,
        String why,
        List<Conflict> conflicts,
        List<String> warnings,
        Optional<String> alternative,
        int guests) {

    /**
     * Somebody else's part of a range.
     *
     * @param range what they have
     * @param owner who, for example {@code Docker (bridge docker0)}
     * @param how where it was seen, for example {@code route 172.17.0.0/16 dev docker0}
     */
    public record Conflict(String range, String owner, String how) {}

    public RangeVerdict {
        conflicts = List.copyOf(conflicts);
        warnings = List.copyOf(warnings);
    }
}
