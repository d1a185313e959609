package dev.hearth.server;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.outbox.Courier;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Receipt;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Brings parcels to functions, as asynchronous invocations: from then on the function's own retries and destinations
 * count.
 */
record FunctionCourier(Frontend frontend, FunctionPermission permission, Ports ports) implements Courier {

    @Override
    public CompletionStage<Receipt> carry(Parcel parcel) {
        Optional<Fault> refusal = permission.refusal(parcel);
        if (refusal.isPresent()) {
            return CompletableFuture.completedStage(Couriers.refused(refusal.get()));
        }
        InvokeCommand command = new InvokeCommand(
                ports.randomness().uuid().toString(),
                parcel.target(),
                null,
                InvokeCommand.Type.EVENT,
                ByteBuffer.wrap(parcel.body().getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer(),
                null,
                parcel.options().get(Parcel.TRACE),
                false);
        return frontend.invoke(command).thenApply(FunctionCourier::receipt);
    }

    /** An event is one row. */
    @Override
    public boolean writesOnce(Parcel parcel) {
        return true;
    }

    private static Receipt receipt(InvokeOutcome outcome) {
        return switch (outcome) {
            case InvokeOutcome.Accepted _, InvokeOutcome.Answered _, InvokeOutcome.WouldRun _ ->
                new Receipt.Delivered();
            case InvokeOutcome.Refused(Fault fault) -> Couriers.refused(fault);
        };
    }
}
