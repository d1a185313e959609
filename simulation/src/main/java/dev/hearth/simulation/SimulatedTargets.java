package dev.hearth.simulation;

import dev.hearth.core.Fault;
import dev.hearth.services.pollerfleet.Delivery;
import dev.hearth.services.pollerfleet.DestinationMessage;
import dev.hearth.services.pollerfleet.DestinationSender;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * The targets of destinations and dead letters: they take their time. They lose answers and refuse by chance while
 * other things go wrong too: whoever is asked again for hours cannot be said to hang.
 */
final class SimulatedTargets implements DestinationSender {

    private static final double LATENCY_MEAN_NANOS = 3e6;
    private static final long PATIENCE_NANOS = 2_000_000_000;
    private static final String REFUSING = "refusing";

    private final World world;
    private final EventLedger ledger;
    private final ProcessLife life;
    private final Dice dice;
    private final BooleanSupplier calm;

    SimulatedTargets(World world, EventLedger ledger, BooleanSupplier calm, ProcessLife life, Dice dice) {
        this.world = world;
        this.ledger = ledger;
        this.calm = calm;
        this.life = life;
        this.dice = dice;
    }

    static String arn(String name) {
        return "arn:aws:sqs:us-east-1:000000000000:" + name;
    }

    /** A target that takes nothing, ever. */
    static String refusing() {
        return arn(REFUSING);
    }

    @Override
    public CompletionStage<Delivery> send(DestinationMessage message) {
        Stage<Delivery> answer = new Stage<>(world.judge());
        Scenario.Asynchrony faults = world.scenario().asynchrony();
        if (message.targetArn().endsWith(REFUSING)) {
            life.send(latency(), () -> {
                ledger.refused(message);
                answer(answer, new Delivery.Refused(new Fault(Fault.Kind.NOT_FOUND, "There is no such queue."), false));
            });
        } else if (dice.chance(faults.targetRefuses()) && !calm.getAsBoolean()) {
            Fault fault = new Fault(Fault.Kind.UNAVAILABLE, "The target takes nothing now.");
            answer(answer, new Delivery.Refused(fault, true));
        } else {
            life.send(latency(), () -> {
                ledger.delivered(message);
                if (dice.chance(faults.answerLost()) && !calm.getAsBoolean()) {
                    world.later(
                            PATIENCE_NANOS,
                            () -> life.enter(() ->
                                    answer.completeExceptionally(new IllegalStateException("the answer is lost"))));
                } else {
                    answer(answer, new Delivery.Delivered());
                }
            });
        }
        return answer;
    }

    private long latency() {
        return dice.exponential(LATENCY_MEAN_NANOS);
    }

    private void answer(Stage<Delivery> stage, Delivery delivery) {
        world.later(latency(), () -> life.enter(() -> stage.complete(delivery)));
    }
}
