package dev.hearth.drivers.network;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Docker (and some administrators) let nothing be forwarded that they did not allow themselves: an accept in a table of
 * ours does not overrule a drop in theirs. So two rules go where Docker says that others' rules belong.
 */
final class OtherFirewalls {

    private static final Pattern HANDLE = Pattern.compile("# handle (\\d+)");
    /** The chains that may hold our rules: Docker's for others, or the one that has the policy. */
    private static final List<String> CHAINS = List.of("DOCKER-USER", "FORWARD");

    private OtherFirewalls() {}

    /** Adds the rules for {@code family} ({@code ip} or {@code ip6}) where they are needed. */
    static void let(Instances names, String family) throws IOException {
        String chain = chain(family);
        if (!chain.isEmpty()) {
            String devices = "\"" + names.devicePrefix() + "*\"";
            String end = " counter accept comment \"" + names.table() + "\"\n";
            String insert = "insert rule " + family + " filter " + chain + " ";
            HostSteps.nft(insert + "iifname " + devices + end + insert + "oifname " + devices
                    + " ct state established,related" + end);
        }
    }

    /** Removes them again, wherever they are. */
    static void forget(Instances names, String family) throws IOException {
        for (String chain : CHAINS) {
            StringBuilder script = new StringBuilder();
            for (String line : list(family, chain).split("\n")) {
                Matcher handle = HANDLE.matcher(line);
                if (line.contains("comment \"" + names.table() + "\"") && handle.find()) {
                    script.append("delete rule ")
                            .append(family)
                            .append(" filter ")
                            .append(chain);
                    script.append(" handle ").append(handle.group(1)).append('\n');
                }
            }
            if (!script.isEmpty()) {
                HostSteps.nft(script.toString());
            }
        }
    }

    private static String chain(String family) {
        if (!list(family, "FORWARD").contains("policy drop")) {
            return "";
        }
        return list(family, "DOCKER-USER").isEmpty() ? "FORWARD" : "DOCKER-USER";
    }

    private static String list(String family, String chain) {
        try {
            return Commands.output("nft", "-a", "list", "chain", family, "filter", chain);
        } catch (IOException absent) {
            return "";
        }
    }
}
