package dev.hearth.neighbours.ec2;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What becomes of a prefix list. Pure. */
final class PrefixListDecisions {

    private PrefixListDecisions() {}

    static void checkMaxEntries(int maxEntries) {
        if (maxEntries < 1 || maxEntries > Ec2Limits.PREFIX_LIST_ENTRIES) {
            throw Ec2Error.INVALID_PARAMETER.because("Value (" + maxEntries
                    + ") for parameter maxEntries is invalid. It must lie between 1 and "
                    + Ec2Limits.PREFIX_LIST_ENTRIES + ".");
        }
    }

    /** Entries as they are kept; refused where a block is no block of its family, or stands twice. */
    static List<PrefixList.Entry> checked(boolean ipv6, List<PrefixList.Entry> entries) {
        List<PrefixList.Entry> checked = new ArrayList<>();
        Set<String> said = new HashSet<>();
        for (PrefixList.Entry entry : entries) {
            String cidr = ipv6 ? Blocks.ipv6(entry.cidr()) : Blocks.ipv4(entry.cidr());
            if (!said.add(cidr)) {
                throw Ec2Error.INVALID_PARAMETER.because("Duplicate entry " + cidr + " in the request");
            }
            checked.add(new PrefixList.Entry(cidr, entry.description()));
        }
        return checked;
    }

    /** The list after {@code change}, with a new version when its entries changed. */
    static PrefixList change(PrefixList list, PrefixListChange change) {
        Integer wished = change.maxEntries();
        if (change.ofEntries() && wished != null) {
            throw Ec2Error.BAD_CHANGE.because(
                    "The maximum number of entries cannot be changed together with the entries of a prefix list.");
        }
        int maxEntries = wished == null ? list.maxEntries() : wished;
        checkMaxEntries(maxEntries);
        List<PrefixList.Entry> entries = change.ofEntries() ? entries(list, change) : list.entries();
        if (entries.size() > maxEntries) {
            throw Ec2Error.TOO_MANY_ENTRIES.because(
                    "You've reached the maximum number of entries for the prefix list.");
        }
        String name = change.name();
        return new PrefixList(
                list.id(),
                name == null ? list.name() : name,
                list.ipv6(),
                maxEntries,
                change.ofEntries() ? list.version() + 1 : list.version(),
                list.tags(),
                entries);
    }

    private static List<PrefixList.Entry> entries(PrefixList list, PrefixListChange change) {
        Long believed = change.currentVersion();
        if (believed == null) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter CurrentVersion");
        }
        checkVersion(list, believed);
        if (change.add().size() > Ec2Limits.ENTRIES_PER_CHANGE
                || change.remove().size() > Ec2Limits.ENTRIES_PER_CHANGE) {
            throw Ec2Error.INVALID_PARAMETER.because(
                    "At most " + Ec2Limits.ENTRIES_PER_CHANGE + " entries can be added or removed at a time.");
        }
        List<PrefixList.Entry> entries = new ArrayList<>(list.entries());
        for (String text : change.remove()) {
            String cidr = list.ipv6() ? Blocks.ipv6(text) : Blocks.ipv4(text);
            if (!entries.removeIf(entry -> entry.cidr().equals(cidr))) {
                throw Ec2Error.BAD_CHANGE.because(
                        "The entry " + cidr + " is not in the prefix list " + list.id() + ".");
            }
        }
        for (PrefixList.Entry added : checked(list.ipv6(), change.add())) {
            // An entry that is there already gets the new description.
            entries.removeIf(entry -> entry.cidr().equals(added.cidr()));
            entries.add(added);
        }
        return entries;
    }

    static void checkVersion(PrefixList list, long believed) {
        if (believed != list.version()) {
            throw Ec2Error.WRONG_VERSION.because(
                    "The prefix list has the incorrect version number. The current version of " + list.id() + " is "
                            + list.version() + ".");
        }
    }
}
