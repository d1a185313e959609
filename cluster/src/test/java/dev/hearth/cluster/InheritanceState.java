package dev.hearth.cluster;

import dev.hearth.cluster.InheritanceParts.Delegated;
import dev.hearth.cluster.InheritanceParts.Granted;
import dev.hearth.cluster.InheritanceParts.Host;
import dev.hearth.cluster.InheritanceParts.Link;
import dev.hearth.cluster.InheritanceParts.Recalled;
import dev.hearth.cluster.InheritanceParts.Term;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link InheritanceModel} as text. */
final class InheritanceState {

    private InheritanceState() {}

    /** All that decides what may come: two models with the same go on in the same ways. */
    static String of(@Nullable Term now, List<Host> hosts, List<Link> links) {
        StringBuilder state = new StringBuilder();
        if (now != null) {
            state.append(now.host.number).append(now.open);
            for (int function = 0; function < InheritanceModel.FUNCTIONS; function++) {
                state.append(now.counting.usage(InheritanceModel.arn(function)).inUse());
            }
        }
        for (Host host : hosts) {
            state.append('|').append(host.alive ? "" : "x");
            host.running.stream()
                    .map(run -> run.function()
                            + (run.unit() == null
                                    ? "s"
                                    : run.loan() != null && host.lending.isCurrent(run.loan()) ? "c" : "o"))
                    .sorted()
                    .forEach(state::append);
            host.lending.all().values().stream()
                    .map(lent -> lent.spec.functionArn()
                            + lent.delegatedAs
                            + lent.returning
                            + lent.busy
                            + (lent.loan == null))
                    .sorted()
                    .forEach(state::append);
        }
        for (Link link : links) {
            if (link.term == now && link.host.link == link) {
                state.append('/').append(link.host.number).append(link.joined).append(link.acknowledged);
                link.reports.forEach(each -> state.append(functions(each)).append(','));
                state.append(link.said == null ? "-" : functions(link.said));
                link.remains.leftovers().forEach(each -> state.append(each.functionArn()));
            }
            if (!link.grants.isEmpty()) {
                state.append('/').append(link.host.number).append(link.host.lending.isCurrent(link.loan));
                link.grants.forEach(sent -> state.append(
                        switch (sent) {
                            case Granted granted -> "g" + granted.function();
                            case Delegated delegated -> "d" + delegated.function();
                            case Recalled() -> "r";
                        }));
            }
        }
        return state.toString();
    }

    private static String functions(List<Message.Remain> remains) {
        return remains.stream()
                .map(Message.Remain::functionArn)
                .sorted()
                .toList()
                .toString();
    }
}
