package dev.hearth.cluster;

import dev.hearth.cluster.InheritanceParts.Delegated;
import dev.hearth.cluster.InheritanceParts.Granted;
import dev.hearth.cluster.InheritanceParts.Host;
import dev.hearth.cluster.InheritanceParts.Link;
import dev.hearth.cluster.InheritanceParts.Recalled;
import dev.hearth.cluster.InheritanceParts.Run;
import dev.hearth.cluster.InheritanceParts.Sent;
import dev.hearth.cluster.InheritanceParts.Term;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link InheritanceModel} as text. Hosts and functions have no names there: two that differ in names alone go on in
 * the same ways but for these, so that one of them is enough.
 */
final class InheritanceState {

    private final @Nullable Term now;
    private final List<Host> hosts;
    private final List<Link> links;
    private final int first;

    /** @param first the function that is called 0 */
    private InheritanceState(@Nullable Term now, List<Host> hosts, List<Link> links, int first) {
        this.now = now;
        this.hosts = hosts;
        this.links = links;
        this.first = first;
    }

    /** All that decides what may come: two models with the same go on in the same ways. */
    static String of(@Nullable Term now, List<Host> hosts, List<Link> links) {
        String one = new InheritanceState(now, hosts, links, 0).text();
        String other = new InheritanceState(now, hosts, links, 1).text();
        return one.compareTo(other) <= 0 ? one : other;
    }

    private String text() {
        StringBuilder state = new StringBuilder();
        if (now != null) {
            state.append(now.open ? 'o' : 'w');
            for (int i = 0; i < InheritanceModel.FUNCTIONS; i++) {
                state.append(now.counting.usage(InheritanceModel.arn(i ^ first)).inUse());
            }
        }
        List<String> each = new ArrayList<>();
        for (Host host : hosts) {
            each.add(text(host));
        }
        return joined(state, each);
    }

    /** In an order that does not depend on names. */
    private static String joined(StringBuilder begin, List<String> parts) {
        Collections.sort(parts);
        for (String part : parts) {
            begin.append(part).append(';');
        }
        return begin.toString();
    }

    private char function(String ending) {
        return (char) ('0' + (ending.charAt(ending.length() - 1) - '0' ^ first));
    }

    private String text(Host host) {
        StringBuilder state = new StringBuilder();
        state.append('|').append(host.alive ? ' ' : 'x').append(now != null && now.host == host ? 'D' : ' ');
        List<String> parts = new ArrayList<>();
        for (Run run : host.running) {
            String how =
                    run.unit() == null ? "s" : run.loan() != null && host.lending.isCurrent(run.loan()) ? "c" : "o";
            parts.add("r" + (run.function() ^ first) + how);
        }
        for (Map.Entry<String, Lent> each : host.lending.all().entrySet()) {
            Lent lent = each.getValue();
            char as = lent.delegatedAs == null ? '-' : function(lent.delegatedAs.strip());
            parts.add("e" + function(lent.spec.functionArn()) + as + (lent.returning ? 'r' : ' ')
                    + (lent.busy ? 'b' : ' ') + (lent.loan == null ? 'n' : ' '));
        }
        for (Link link : links) {
            if (link.host == host && (link.term == now && host.link == link || !link.grants.isEmpty())) {
                parts.add(text(link));
            }
        }
        return joined(state, parts);
    }

    private String text(Link link) {
        StringBuilder state = new StringBuilder("l");
        if (link.term == now && link.host.link == link) {
            state.append('/').append(link.joined ? 'j' : ' ').append(link.acknowledged ? 'a' : ' ');
            link.reports.forEach(each -> state.append(functions(each)).append(','));
            state.append(link.said == null ? "-" : functions(link.said)).append(',');
            List<String> remain = new ArrayList<>();
            link.remains.leftovers().forEach(each -> remain.add("" + function(each.functionArn())));
            state.append(joined(new StringBuilder(), remain));
        }
        if (!link.grants.isEmpty()) {
            state.append('/').append(link.host.lending.isCurrent(link.loan) ? 'c' : ' ');
            for (Sent sent : link.grants) {
                state.append(
                        switch (sent) {
                            case Granted granted -> "g" + (granted.function() ^ first);
                            case Delegated delegated -> "d" + (delegated.function() ^ first);
                            case Recalled() -> "r";
                        });
            }
        }
        return state.toString();
    }

    private String functions(List<Message.Remain> remains) {
        List<String> all = new ArrayList<>();
        remains.forEach(each -> all.add("" + function(each.functionArn())));
        return joined(new StringBuilder(), all);
    }
}
