package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.storage.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A whole Hearth whose store is a real PostgreSQL, through its own and the server's deaths. */
@Tag("slow")
class PostgresTest {

    private static final String NAME = "kept";
    private static final Duration AWAY = Duration.ofSeconds(10);

    @TempDir
    private Path home;

    @TempDir
    private Path other;

    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();

    @Test
    void whatWasAcknowledgedSurvivesHearthsDeathAndAnotherHearthIsRefused() {
        try (TestPostgres postgres = TestPostgres.start();
                RunCounter counter = RunCounter.start()) {
            String address = postgres.create();
            String queue;
            try (ChildHearth hearth = start(address)) {
                Clients clients = new Clients(hearth.endpoint(), hearth.keys());
                counter.createFunction(clients.lambda(), NAME);
                SqsClient sqs = clients.sqs();
                queue = sqs.createQueue(request -> request.queueName("jobs")).queueUrl();
                sqs.sendMessage(request -> request.queueUrl(queue).messageBody("one"));
                for (int i = 0; i < 50; i++) {
                    assertThat(send(clients.lambda())).isEqualTo(202);
                }
                assertThat(hearth.said()).contains("store        postgres://hearth@127.0.0.1:");
                assertThatThrownBy(() -> ChildHearth.start(other, "--store", address))
                        .hasMessageContaining("another Hearth uses this store");
                hearth.kill();
            }
            try (ChildHearth hearth = start(address)) {
                Clients clients = new Clients(hearth.endpoint(), hearth.keys());
                String path = queue.substring(queue.lastIndexOf(':'));
                String url = hearth.endpoint() + path.substring(path.indexOf('/'));
                assertThat(clients.sqs()
                                .receiveMessage(request -> request.queueUrl(url))
                                .messages())
                        .extracting(message -> message.body())
                        .containsExactly("one");
                awaitRuns(counter);
                assertThat(hearth.stop()).isZero();
            }
        }
    }

    @Test
    void postgresThatDiesOrDoesNotAnswerLosesNothingAndIsForgiven() throws Exception {
        try (TestPostgres postgres = TestPostgres.start();
                RunCounter counter = RunCounter.start();
                ChildHearth hearth = start(postgres.create());
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            LambdaClient lambda = new Clients(hearth.endpoint(), hearth.keys()).lambda();
            counter.createFunction(lambda, NAME);
            interrupted(senders, lambda, () -> {
                postgres.crash();
                postgres.again();
            });
            interrupted(senders, lambda, () -> {
                postgres.pause();
                await().pollDelay(AWAY).atMost(AWAY.plusSeconds(60)).until(() -> true);
                postgres.resume();
            });
            awaitRuns(counter);
        }
    }

    /** Sends while {@code fault} happens and until events are taken again. */
    private void interrupted(ExecutorService senders, LambdaClient lambda, Runnable fault) throws Exception {
        int before = acknowledged.size();
        Future<?> faulty = senders.submit(fault);
        while (!faulty.isDone()) {
            assertThat(send(lambda)).isIn(202, 503);
        }
        faulty.get();
        await().atMost(Duration.ofSeconds(60)).until(() -> send(lambda) == 202);
        assertThat(acknowledged).hasSizeGreaterThan(before);
    }

    private void awaitRuns(RunCounter counter) {
        await().atMost(Duration.ofSeconds(240))
                .untilAsserted(() -> assertThat(counter.ends().keySet()).containsAll(acknowledged));
    }

    private ChildHearth start(String address) {
        return ChildHearth.start(home, "--function-network", "host", "--store", address);
    }

    private int send(LambdaClient lambda) {
        int number = next.getAndIncrement();
        try {
            int status = lambda.invoke(request -> request.functionName(NAME)
                            .invocationType(InvocationType.EVENT)
                            .payload(SdkBytes.fromUtf8String("{\"n\":" + number + "}")))
                    .statusCode();
            acknowledged.add(number);
            return status;
        } catch (LambdaException refused) {
            return refused.statusCode();
        }
    }
}
