package dev.hearth.server;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.outbox.Courier;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Receipt;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Who brings what SNS, EventBridge and its scheduler send, by the target's service.
 *
 * @param ways by the service's name in ARNs, or {@code http} and {@code https}
 */
record Couriers(Map<String, Courier> ways) implements Courier {

    @Override
    public CompletionStage<Receipt> carry(Parcel parcel) {
        Courier way = ways.get(parcel.service());
        if (way == null) {
            return CompletableFuture.completedStage(
                    new Receipt.Refused("InvalidTarget", "nothing here delivers to " + parcel.target(), false));
        }
        try {
            return way.carry(parcel).exceptionally(Couriers::refused);
        } catch (FaultException refused) {
            return CompletableFuture.completedStage(refused(refused.fault()));
        }
    }

    private static Receipt refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof FaultException refused
                ? refused(refused.fault())
                : new Receipt.Refused("InternalError", String.valueOf(cause), true);
    }

    /** What the caller is to blame for will not be better later, but for throttles and what is not ready yet. */
    static Receipt.Refused refused(Fault fault) {
        boolean forNow = fault.kind().owner() != Fault.Owner.CALLER || fault.kind() == Fault.Kind.THROTTLED;
        String code = fault.detail().isEmpty() ? fault.kind().name() : fault.detail();
        return new Receipt.Refused(code, fault.message(), forNow);
    }
}
