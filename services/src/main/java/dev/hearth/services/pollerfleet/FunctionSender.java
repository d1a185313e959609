package dev.hearth.services.pollerfleet;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import java.util.concurrent.CompletionStage;

/** Functions as destinations: the message is an event of its own. */
final class FunctionSender implements DestinationSender {

    private final Frontend frontend;
    private final Ports ports;

    FunctionSender(Frontend frontend, Ports ports) {
        this.frontend = frontend;
        this.ports = ports;
    }

    @Override
    public CompletionStage<Delivery> send(DestinationMessage message) {
        InvokeCommand command = new InvokeCommand(
                ports.randomness().uuid().toString(),
                message.targetArn(),
                null,
                InvokeCommand.Type.EVENT,
                message.bodyView(),
                null,
                message.traceHeader(),
                false);
        return frontend.invoke(command).thenApply(FunctionSender::delivery);
    }

    private static Delivery delivery(InvokeOutcome outcome) {
        return switch (outcome) {
            case InvokeOutcome.Accepted _, InvokeOutcome.Answered _, InvokeOutcome.WouldRun _ ->
                new Delivery.Delivered();
            case InvokeOutcome.Refused(Fault fault) -> new Delivery.Refused(fault, Faults.isTemporary(fault));
        };
    }
}
