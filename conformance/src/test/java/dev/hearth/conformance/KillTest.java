package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/**
 * {@code kill -9} of a whole Hearth in the middle of CreateFunction, UpdateFunctionCode and PutLogEvents, many times:
 * after every restart everything that was acknowledged is there and works, and nothing half-made is visible. {@code
 * -Dhearth.kills=50} is the long form, {@code -Dhearth.store=postgres} has it on PostgreSQL.
 */
@Tag("slow")
class KillTest {

    private static final int KILLS = Integer.getInteger("hearth.kills", 15);
    private static final int LONGEST_LIFE_MILLIS = 400;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final int EVENTS_PER_BATCH = 3;
    private static final String GROUP = "killed";

    @TempDir
    private Path home;

    /** The code each function must have: acknowledged, or sent when the kill came. */
    private final Map<String, List<String>> possibleCode = new HashMap<>();

    private final Map<String, String> acknowledgedCode = new HashMap<>();
    private int nextFunction;
    private final Set<Integer> acknowledgedBatches = ConcurrentHashMap.newKeySet();
    private final AtomicInteger acknowledgements = new AtomicInteger(); // of functions
    private int sentBatches;
    private int checkedBatches;

    @Test
    void everythingAcknowledgedSurvivesAndNothingIsHalfMade() throws Exception {
        try (ChosenStore store = ChosenStore.open()) {
            kills(store.options());
        }
    }

    private void kills(String... store) throws Exception {
        long seed = Long.getLong("hearth.seed", System.nanoTime());
        System.out.println("KillTest: -Dhearth.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (ChildHearth hearth = ChildHearth.start(home, store)) {
                    Clients clients = new Clients(hearth.endpoint(), hearth.keys());
                    check(clients);
                    Future<?> functions = writers.submit(() -> writeFunctions(clients.lambda()));
                    Future<?> logs = writers.submit(() -> writeLogs(clients.logs()));
                    live(Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)), kill % 2 == 0);
                    hearth.kill();
                    functions.get();
                    logs.get();
                }
            }
            try (ChildHearth hearth = ChildHearth.start(home, store)) {
                Clients clients = new Clients(hearth.endpoint(), hearth.keys());
                check(clients);
                oneOfThemRuns(clients.lambda());
                assertThat(hearth.stop()).isZero();
            }
        }
        assertThat(acknowledgedCode).as("functions acknowledged in all").hasSizeGreaterThan(KILLS / 2);
        assertThat(acknowledgedBatches).as("log batches acknowledged in all").hasSizeGreaterThan(KILLS / 2);
    }

    /** Every other life lasts until something of each kind is acknowledged, however slow the machine is. */
    private void live(Duration life, boolean fruitful) {
        int functions = acknowledgements.get();
        int batches = acknowledgedBatches.size();
        long begun = System.nanoTime();
        LockSupport.parkNanos(life.toNanos());
        while (fruitful
                && (acknowledgements.get() == functions || acknowledgedBatches.size() == batches)
                && System.nanoTime() - begun < LONGEST_WAIT.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Creates and updates until the server is gone. */
    private void writeFunctions(LambdaClient lambda) {
        try {
            while (true) {
                String name = "f" + nextFunction++;
                byte[] first = code(name, 0);
                possibleCode.put(name, new ArrayList<>(List.of(Digests.base64(first))));
                lambda.createFunction(request -> request.functionName(name)
                        .runtime("python3.11")
                        .handler("app.handler")
                        .role(Function.ROLE)
                        .code(zip -> zip.zipFile(SdkBytes.fromByteArray(first))));
                acknowledgedCode.put(name, Digests.base64(first));
                acknowledgements.incrementAndGet();
                lambda.waiter().waitUntilFunctionActiveV2(get -> get.functionName(name));
                byte[] second = code(name, 1);
                possibleCode.computeIfAbsent(name, unused -> new ArrayList<>()).add(Digests.base64(second));
                lambda.updateFunctionCode(
                        request -> request.functionName(name).zipFile(SdkBytes.fromByteArray(second)));
                acknowledgedCode.put(name, Digests.base64(second));
                possibleCode.put(name, new ArrayList<>(List.of(Digests.base64(second))));
            }
        } catch (SdkException killed) {
            // What was in flight may or may not have happened.
        }
    }

    private void writeLogs(CloudWatchLogsClient logs) {
        try {
            while (true) {
                int batch = sentBatches++;
                List<InputLogEvent> events = new ArrayList<>();
                for (int i = 0; i < EVENTS_PER_BATCH; i++) {
                    String message = batch + "/" + i;
                    events.add(InputLogEvent.builder()
                            .timestamp(System.currentTimeMillis())
                            .message(message)
                            .build());
                }
                // A stream per batch: whether a batch is whole can then be seen without reading all the others.
                String stream = "batch-" + batch;
                logs.createLogStream(request -> request.logGroupName(GROUP).logStreamName(stream));
                logs.putLogEvents(request ->
                        request.logGroupName(GROUP).logStreamName(stream).logEvents(events));
                acknowledgedBatches.add(batch);
            }
        } catch (SdkException killed) {
            // As above.
        }
    }

    private void check(Clients clients) {
        checkFunctions(clients.lambda());
        checkLogs(clients.logs());
    }

    private void checkFunctions(LambdaClient lambda) {
        Map<String, String> found = new HashMap<>();
        for (FunctionConfiguration function : lambda.listFunctionsPaginator().functions()) {
            found.put(function.functionName(), function.codeSha256());
        }
        assertThat(found.keySet()).containsAll(acknowledgedCode.keySet());
        found.forEach((name, digest) -> assertThat(possibleCode.get(name))
                .as("code of %s, acknowledged %s", name, acknowledgedCode.get(name))
                .contains(digest));
        // What turned out to have happened is from now on as good as acknowledged.
        found.forEach((name, digest) -> {
            acknowledgedCode.put(name, digest);
            possibleCode.put(name, new ArrayList<>(List.of(digest)));
        });
        possibleCode.keySet().retainAll(found.keySet());
    }

    private void checkLogs(CloudWatchLogsClient logs) {
        if (logs.describeLogGroups(request -> request.logGroupNamePrefix(GROUP))
                .logGroups()
                .isEmpty()) {
            logs.createLogGroup(request -> request.logGroupName(GROUP));
        }
        // Only what the last life wrote: earlier batches were looked at before.
        for (int batch = checkedBatches; batch < sentBatches; batch++) {
            int number = batch;
            List<String> messages = messages(logs, "batch-" + number);
            if (acknowledgedBatches.contains(number)) {
                assertThat(messages).hasSize(EVENTS_PER_BATCH);
            } else {
                assertThat(messages.size()).as("a whole batch or none").isIn(0, EVENTS_PER_BATCH);
            }
        }
        checkedBatches = sentBatches;
    }

    private static List<String> messages(CloudWatchLogsClient logs, String stream) {
        if (logs
                .describeLogStreams(request -> request.logGroupName(GROUP).logStreamNamePrefix(stream))
                .logStreams()
                .stream()
                .noneMatch(found -> found.logStreamName().equals(stream))) {
            return List.of();
        }
        return logs
                .getLogEvents(request ->
                        request.logGroupName(GROUP).logStreamName(stream).startFromHead(true))
                .events()
                .stream()
                .map(OutputLogEvent::message)
                .toList();
    }

    private void oneOfThemRuns(LambdaClient lambda) {
        String name = acknowledgedCode.keySet().iterator().next();
        lambda.waiter().waitUntilFunctionActiveV2(get -> get.functionName(name));
        assertThat(lambda.invoke(request -> request.functionName(name))
                        .payload()
                        .asUtf8String())
                .startsWith("\"" + name + " ");
    }

    private static byte[] code(String name, int revision) {
        return Zip.of("app.py", "def handler(e, c):\n    return '" + name + " " + revision + "'\n");
    }
}
