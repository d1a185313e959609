package dev.hearth.server;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.outbox.Courier;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Receipt;
import dev.hearth.services.pollerfleet.Delivery;
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

    @Override
    public boolean writesOnce(Parcel parcel) {
        Courier way = ways.get(parcel.service());
        return way != null && way.writesOnce(parcel);
    }

    private static Receipt refused(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof FaultException refused
                ? refused(refused.fault())
                : new Receipt.Refused("InternalError", String.valueOf(cause), true);
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    /** The same refusal, as destinations and dead letters are told of it. */
    static Delivery refusedDelivery(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof FaultException refused
                ? new Delivery.Refused(refused.fault(), isForNow(refused.fault()))
                : new Delivery.Refused(new Fault(Fault.Kind.INTERNAL, String.valueOf(cause)), true);
    }

    static Receipt.Refused refused(Fault fault) {
        String code = fault.detail().isEmpty() ? fault.kind().name() : fault.detail();
        return new Receipt.Refused(code, fault.message(), isForNow(fault));
    }

    /** What the caller is to blame for will not be better later, but for throttles. */
    private static boolean isForNow(Fault fault) {
        return fault.kind().owner() != Fault.Owner.CALLER || fault.kind() == Fault.Kind.THROTTLED;
    }
}
