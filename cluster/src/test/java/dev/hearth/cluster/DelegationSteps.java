package dev.hearth.cluster;

import dev.hearth.cluster.InheritanceModel.Step;
import dev.hearth.cluster.InheritanceParts.Delegated;
import dev.hearth.cluster.InheritanceParts.Host;
import dev.hearth.cluster.InheritanceParts.Link;
import dev.hearth.cluster.InheritanceParts.Recalled;
import dev.hearth.cluster.InheritanceParts.Run;
import dev.hearth.cluster.InheritanceParts.Term;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.counting.Reservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@link InheritanceModel} does with what is lent to the endpoints of hosts. */
final class DelegationSteps {

    private DelegationSteps() {}

    /** What may be lent to a host's endpoint, taken back, and served there. */
    static List<Step> possible(Host host, @Nullable Term now, boolean takes) {
        List<Step> steps = new ArrayList<>();
        Link link = host.link;
        if (link != null && now != null && takes) {
            if (!link.acknowledged) {
                steps.add(new Step(Step.Kind.ACKNOWLEDGES, host.number, 0));
            }
            if (host.lending.all().values().stream().anyMatch(lent -> lent.delegatedAs != null)) {
                steps.add(new Step(Step.Kind.IS_RECALLED, host.number, 0));
            }
            for (int function = 0; function < InheritanceModel.FUNCTIONS; function++) {
                if (now.open && InheritanceModel.mayRun(now, function) && idle(host, link, function) != null) {
                    steps.add(new Step(Step.Kind.IS_DELEGATED, host.number, function));
                }
            }
        }
        for (int function = 0; function < InheritanceModel.FUNCTIONS; function++) {
            int number = function;
            boolean idle = host.lending.all().values().stream()
                    .anyMatch(lent -> ("f" + number + " ").equals(lent.delegatedAs) && !lent.busy);
            if (idle && host.lending.delegations().knows("f" + number, "")) {
                steps.add(new Step(Step.Kind.SERVES, host.number, function));
            }
        }
        return steps;
    }

    private static @Nullable String idle(Host host, Link link, int function) {
        return host.lending.all().entrySet().stream()
                .filter(each -> each.getValue().loan == link.loan
                        && !each.getValue().busy
                        && each.getValue().delegatedAs == null
                        && each.getValue().spec.functionArn().equals(InheritanceModel.arn(function)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    static void delegate(Host host, @Nullable Term now, int function) {
        Link link = host.link;
        String id = link == null ? null : idle(host, link, function);
        if (now != null
                && link != null
                && id != null
                && now.counting.reserve(InheritanceModel.arn(function), "$LATEST", now.holder)
                        instanceof Reservation.Granted unit) {
            link.delegated.put(id, unit);
            link.grants.add(new Delegated(id, function));
        }
    }

    static void recall(Host host, InheritanceModel.Flaw flaw) {
        Link link = host.link;
        if (link != null) {
            link.grants.add(new Recalled());
            if (flaw == InheritanceModel.Flaw.FREES_BEFORE_IT_IS_RECALLED) {
                List.copyOf(link.delegated.keySet()).forEach(link::freed);
            }
        }
    }

    static void acknowledge(Host host, VirtualPorts world) {
        Link link = host.link;
        if (link != null) {
            link.acknowledged = true;
            host.lending.delegations().heard(world.ports().time().nanos(), link.loan);
        }
    }

    static void serve(Host host, @Nullable Term now, int function) {
        Delegations own = host.lending.delegations();
        own.take("f" + function, "").ifPresent(taken -> {
            own.invoke(taken, FakeWorker.invocation());
            host.running.add(new Run(taken.environmentId(), function, null, now, null));
        });
    }
}
