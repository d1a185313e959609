package dev.hearth.server;

import dev.hearth.cluster.ClusterDoor;
import dev.hearth.services.leasing.ClusterHost;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What people order of a cluster, done by the host that decides: {@code drain HOST}, {@code undrain HOST},
 * {@code remove HOST}. Answers with what is wrong, or nothing.
 *
 * @param door of this host
 * @param stepDown lets another host decide; false when none could
 */
record ClusterOrders(Supplier<Optional<ClusterDoor>> door, BooleanSupplier stepDown) implements UnaryOperator<String> {

    /** Stands for the host at which the order is given. */
    static final String SELF = "@self";

    static final String REMOVE = "remove";

    @Override
    public String apply(String order) {
        String[] words = order.split(" ");
        ClusterDoor open = door.get().orElse(null);
        if (words.length != 2 || open == null) {
            return "there is no cluster here: 'hearth cluster init' begins one";
        }
        Optional<ClusterHost> host = open.hosts().stream()
                .filter(each -> each.hostId().equals(words[1]) && each.state() != ClusterHost.State.REMOVED)
                .findFirst();
        if (host.isEmpty()) {
            return "there is no host " + words[1] + " in this cluster: 'hearth cluster status' names them";
        }
        boolean there = open.members().stream().anyMatch(each -> each.hostId().equals(words[1]));
        boolean own = !there && open.isOwn(words[1]);
        return switch (words[0]) {
            case "drain" -> drain(open, host.get(), own);
            case "undrain" -> put(open, host.get().in(ClusterHost.State.MEMBER));
            case REMOVE ->
                own
                        ? "this host decides for the others: drain it first, so that another does"
                        : put(open, host.get().in(ClusterHost.State.REMOVED));
            default -> "nobody knows how to " + words[0];
        };
    }

    private String drain(ClusterDoor open, ClusterHost host, boolean own) {
        if (own && !stepDown.getAsBoolean()) {
            return "no other host could decide for this one: let one join with the role control first";
        }
        return put(open, host.in(ClusterHost.State.DRAINING));
    }

    private static String put(ClusterDoor open, ClusterHost host) {
        try {
            open.put(host);
            return "";
        } catch (RuntimeException e) {
            return "the store does not take it: " + e.getMessage();
        }
    }
}
