package dev.hearth.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.pollerfleet.Delivery;
import dev.hearth.services.pollerfleet.DestinationMessage;
import dev.hearth.services.pollerfleet.DestinationSender;
import dev.hearth.services.pollerfleet.EventRules;
import dev.hearth.services.pollerfleet.EventSource;
import dev.hearth.services.pollerfleet.RuleBook;
import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.EventStore;
import dev.hearth.services.queuemanager.QueueManager;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks of the asynchronous half can fail: each bug that is planted in it is found and named. */
class PlantedEventBugsTest {

    private static final int HOSTS = 10;
    private static final int INVOCATIONS = 200;
    private static final long ENOUGH = Long.MAX_VALUE / 2;
    private static final Scenario.Asynchrony TERRIBLE =
            new Scenario.Asynchrony(4, 40, 20, 100, 3, 5, 10, 0.5, 5, 5, 20, 5, 30, 0.01, 0.03, 0.2);

    private static Wiring store(PlantedStore.Bug bug) {
        return new Wiring() {
            @Override
            public LeaseStore leases(LeaseStore real) {
                return switch (bug) {
                    case GRANTS_WHAT_IS_HELD, USES_A_TOKEN_AGAIN -> new PlantedStore.Leases(real, bug);
                    case FORGETS_AN_EVENT, SETTLES_NOTHING_AND_SAYS_IT_DID -> real;
                };
            }

            @Override
            public EventStore events(EventStore real) {
                return new PlantedStore.Events(real, bug);
            }
        };
    }

    private static Wiring fence(EventStore.Fence planted) {
        return new Wiring() {
            @Override
            public EventStore.Fence fence(EventStore.Fence real) {
                return planted;
            }
        };
    }

    private static Wiring leasing(Function<Leasing, Leasing> planted) {
        return new Wiring() {
            @Override
            public Leasing leasing(Leasing real) {
                return planted.apply(real);
            }
        };
    }

    private static Wiring queues(PlantedQueues.Bug bug) {
        return new Wiring() {
            @Override
            public QueueManager queues(QueueManager real) {
                return new PlantedQueues(real, bug);
            }
        };
    }

    private static Wiring frontend(UnaryOperator<InvokeOutcome> planted) {
        return new Wiring() {
            @Override
            public Frontend frontend(Frontend real) {
                return command -> real.invoke(command).thenApply(planted);
            }
        };
    }

    private static Wiring rules(UnaryOperator<EventRules> planted) {
        return new Wiring() {
            @Override
            public RuleBook rules(RuleBook simulated) {
                return new RuleBook() {
                    @Override
                    public EventRules rules(Event event) {
                        return planted.apply(simulated.rules(event));
                    }

                    @Override
                    public boolean isStopped(Event event) {
                        return simulated.isStopped(event);
                    }

                    @Override
                    public String arn(Event event) {
                        return simulated.arn(event);
                    }
                };
            }
        };
    }

    private static EventRules aged(EventRules rules, Duration age, int retries) {
        return new EventRules(retries, age, rules.onSuccess(), rules.onFailure(), rules.deadLetter());
    }

    private static Wiring targets(UnaryOperator<DestinationSender> planted) {
        return new Wiring() {
            @Override
            public DestinationSender targets(DestinationSender simulated) {
                return planted.apply(simulated);
            }
        };
    }

    private static DestinationMessage as(DestinationMessage message, DestinationMessage.Kind kind) {
        return new DestinationMessage(
                message.targetArn(),
                kind,
                message.functionArn(),
                message.requestId(),
                message.body(),
                message.attributes(),
                message.traceHeader());
    }

    private static Wiring source(PlantedSource.Bug bug) {
        return new Wiring() {
            @Override
            public EventSource source(EventSource simulated) {
                return new PlantedSource(simulated, bug);
            }
        };
    }

    private static Stream<Arguments> bugs() {
        return Stream.of(
                Arguments.of("granted while held", store(PlantedStore.Bug.GRANTS_WHAT_IS_HELD), Invariant.ONE_HOLDER),
                Arguments.of("a token used again", store(PlantedStore.Bug.USES_A_TOKEN_AGAIN), Invariant.FENCED),
                Arguments.of("an event forgotten", store(PlantedStore.Bug.FORGETS_AN_EVENT), Invariant.NOTHING_LOST),
                Arguments.of(
                        "a settlement not written",
                        store(PlantedStore.Bug.SETTLES_NOTHING_AND_SAYS_IT_DID),
                        Invariant.NOTHING_LOST),
                Arguments.of("no fence", fence((_, _) -> true), Invariant.FENCED),
                Arguments.of("a lease that never ends", leasing(PlantedLeasing::new), Invariant.ONE_HOLDER),
                Arguments.of(
                        "acknowledged too early",
                        queues(PlantedQueues.Bug.ACKNOWLEDGES_BEFORE_THE_COMMIT),
                        Invariant.NOTHING_LOST),
                Arguments.of("a retry dropped", queues(PlantedQueues.Bug.DROPS_A_RETRY), Invariant.EVENT_ENDS),
                Arguments.of(
                        "an event read twice", queues(PlantedQueues.Bug.OFFERS_AN_EVENT_AGAIN), Invariant.SETTLED_ONCE),
                Arguments.of("a retry hidden", queues(PlantedQueues.Bug.HIDES_WHAT_IS_LATER), Invariant.EVENT_ENDS),
                Arguments.of(
                        "a refusal acknowledged", frontend(_ -> new InvokeOutcome.Accepted()), Invariant.NOTHING_LOST),
                Arguments.of(
                        "expired too early",
                        rules(said -> aged(said, said.maximumAge().dividedBy(20), said.maximumRetries())),
                        Invariant.TOLD_TRULY),
                Arguments.of(
                        "never expired",
                        rules(said -> aged(said, Duration.ofHours(6), Integer.MAX_VALUE)),
                        Invariant.EVENT_ENDS),
                Arguments.of(
                        "told of a wrong end",
                        targets(real -> message -> real.send(as(message, DestinationMessage.Kind.FAILURE))),
                        Invariant.TOLD_TRULY),
                Arguments.of(
                        "not told",
                        targets(_ -> _ -> CompletableFuture.completedFuture(new Delivery.Delivered())),
                        Invariant.EVENT_ENDS),
                Arguments.of(
                        "an event that nobody runs", queues(PlantedQueues.Bug.HIDES_ONE_EVENT), Invariant.EVENT_ENDS),
                Arguments.of(
                        "a queue that nobody reads", source(PlantedSource.Bug.READS_NOTHING), Invariant.EVENT_ENDS),
                Arguments.of("a batch turned round", source(PlantedSource.Bug.TURNS_A_BATCH_ROUND), Invariant.FIFO),
                Arguments.of(
                        "a failed message deleted",
                        source(PlantedSource.Bug.DELETES_ALL_THAT_WAS_READ),
                        Invariant.NOTHING_LOST));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("bugs")
    void isFoundAndNamed(String name, Wiring bug, Invariant invariant) {
        InvariantBroken found = null;
        for (long seed = 1; found == null; seed++) {
            assertThat(seed).as("seeds without finding").isLessThan(20);
            Scenario scenario = Scenario.of(seed, HOSTS, INVOCATIONS).with(TERRIBLE);
            Simulation simulation = new SimulatedCluster(scenario, bug);
            found = catchThrowableOfType(InvariantBroken.class, () -> simulation.run(ENOUGH));
        }
        assertThat(found.getMessage()).startsWith(invariant + " is broken").contains(invariant.sentence());
        assertThat(found).hasMessageContaining("repeat it with: ./hearth bench simulation --seed ");
    }
}
