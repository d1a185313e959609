package dev.hearth.neighbours.ec2;

import java.util.List;
import java.util.Map;

/**
 * A managed prefix list with its newest entries.
 *
 * @param id {@code pl-} and 17 hexadecimal digits
 * @param ipv6 which family its entries have
 * @param maxEntries what it counts as where it is used
 * @param version 1 for a new one; grows with every change of its entries
 */
public record PrefixList(
        String id,
        String name,
        boolean ipv6,
        int maxEntries,
        long version,
        Map<String, String> tags,
        List<Entry> entries) {

    /**
     * A block of addresses.
     *
     * @param cidr with its host bits zero
     * @param description its owner's, or empty
     */
    public record Entry(String cidr, String description) {}

    public PrefixList {
        tags = Map.copyOf(tags);
        entries = List.copyOf(entries);
    }

    PrefixList tagged(Map<String, String> others) {
        return new PrefixList(id, name, ipv6, maxEntries, version, others, entries);
    }
}
