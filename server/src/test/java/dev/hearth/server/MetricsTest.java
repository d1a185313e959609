package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.sqs.MessageCounts;
import dev.hearth.neighbours.sqs.QueueReport;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingLimits;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.registry.FunctionVersion;
import dev.hearth.services.worker.EnvironmentReport;
import dev.hearth.services.worker.HostReport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final Ports ports = new VirtualPorts(Instant.EPOCH, 1).ports();
    private List<QueueReport> queues = List.of();
    private final InvocationMetrics invocations = new InvocationMetrics();
    private final MetricsPage page = new MetricsPage(() -> new MetricsRegistry(
            invocations,
            Counting.create(CountingLimits.DEFAULTS, ports)::usage,
            () -> List.of(
                    host("own", new EnvironmentReport("e1", "arn", "1", "idle", 128, "00")),
                    host("another", new EnvironmentReport("e2", "arn", "1", "idle", 128, "00"))),
            () -> EventStatus.NOTHING,
            new QueueCollector(() -> queues, () -> 5_000)));

    private static HostReport host(String name, EnvironmentReport environment) {
        return new HostReport(name, 1, false, 2_048, 1_500, 1_024, List.of(environment), Set.of());
    }

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void whatIsToldIsWhatHappened() {
        warm("hello", answered(""));
        warm("hello", answered("Unhandled"));
        cold("hello");
        invocations.ended(command(), null, new InvokeOutcome.Refused(new Fault(Fault.Kind.NOT_FOUND, "")), 5);
        assertThat(lines())
                .contains(
                        "hearth_invocations_total{"
                                + "function=\"hello\",outcome=\"success\",start=\"warm\",version=\"1\"} 1.0",
                        "hearth_invocations_total{"
                                + "function=\"hello\",outcome=\"function_error\",start=\"warm\",version=\"1\"} 1.0",
                        "hearth_invocations_total{"
                                + "function=\"hello\",outcome=\"success\",start=\"cold\",version=\"1\"} 1.0",
                        "hearth_invocation_errors_total{kind=\"function_error\",owner=\"function\"} 1.0",
                        "hearth_invocation_errors_total{kind=\"not_found\",owner=\"caller\"} 1.0",
                        "hearth_invocation_phase_seconds_count{function=\"hello\",phase=\"run\",version=\"1\"} 3",
                        "hearth_invocation_phase_seconds_count{function=\"hello\",phase=\"init\",version=\"1\"} 1",
                        "hearth_invocation_phase_seconds_bucket{"
                                + "function=\"hello\",phase=\"init\",version=\"1\",le=\"2.5E-4\"} 0",
                        "hearth_invocation_phase_seconds_bucket{"
                                + "function=\"hello\",phase=\"init\",version=\"1\",le=\"5.0E-4\"} 1",
                        "hearth_environments{state=\"idle\"} 2.0",
                        "hearth_host_environments{host=\"another\"} 1.0",
                        "hearth_host_memory_free_bytes{host=\"another\"} 1.073741824E9",
                        "hearth_host_cpus{host=\"own\"} 1.5",
                        "hearth_host_draining{host=\"own\"} 0.0",
                        "hearth_environments{state=\"busy\"} 0.0",
                        "hearth_concurrency_limit 1000.0",
                        "hearth_throttles_total{reason=\"ConcurrentInvocationLimitExceeded\"} 0.0")
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes"));
    }

    @Test
    void queuesAreToldApartAndTheOthersTogether() {
        queues = List.of(
                new QueueReport("orders", new MessageCounts(3, 2, 1), 1_500, 10, 6, 4, 7),
                new QueueReport("", new MessageCounts(1, 0, 0), 0, 20, 0, 0, 0));
        assertThat(lines())
                .contains(
                        "hearth_sqs_messages{queue=\"orders\",state=\"visible\"} 3.0",
                        "hearth_sqs_messages{queue=\"orders\",state=\"in_flight\"} 2.0",
                        "hearth_sqs_messages{queue=\"orders\",state=\"delayed\"} 1.0",
                        "hearth_sqs_oldest_message_age_seconds{queue=\"orders\"} 3.5",
                        "hearth_sqs_messages_sent_total{queue=\"orders\"} 10.0",
                        "hearth_sqs_messages_received_total{queue=\"orders\"} 6.0",
                        "hearth_sqs_messages_deleted_total{queue=\"orders\"} 4.0",
                        "hearth_sqs_empty_receives_total{queue=\"orders\"} 7.0",
                        "hearth_sqs_messages_sent_total{queue=\"(other)\"} 20.0");
    }

    @Test
    void moreVersionsThanTheLimitAreMeasuredTogether() {
        for (int i = 0; i < InvocationMetrics.MAX_VERSIONS + 3; i++) {
            warm("f" + i, answered(""));
        }
        warm("f0", answered(""));
        assertThat(invocations.versions()).hasSize(InvocationMetrics.MAX_VERSIONS);
        assertThat(lines())
                .contains(
                        "hearth_invocations_total{"
                                + "function=\"other\",outcome=\"success\",start=\"warm\",version=\"other\"} 3.0",
                        "hearth_invocations_total{"
                                + "function=\"f0\",outcome=\"success\",start=\"warm\",version=\"1\"} 2.0");
    }

    @Test
    void onlyThePageItselfIsServed() {
        assertThat(page.localOnly()).isTrue();
        assertThat(page.get("/metrics/more", "").status()).isEqualTo(404);
    }

    private List<String> lines() {
        return new String(page.get("/metrics", "").body(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private void warm(String function, InvokeOutcome outcome) {
        InvokeCommand command = command();
        command.times().entered(10);
        command.times().counted(20);
        command.times().delivered(30);
        command.times().answered(40_000);
        invocations.ended(command, version(function), outcome, 41_000);
    }

    private void cold(String function) {
        InvokeCommand command = command();
        command.times().entered(10);
        command.times().counted(20);
        command.times().environment(30, 100_000, 400_000);
        command.times().delivered(500_000);
        command.times().answered(600_000);
        invocations.ended(command, version(function), answered(""), 601_000);
    }

    private static InvokeOutcome answered(String error) {
        return new InvokeOutcome.Answered(ByteBuffer.allocate(0), error, "1", new byte[0]);
    }

    private static InvokeCommand command() {
        ByteBuffer payload = ByteBuffer.allocate(0);
        return new InvokeCommand("id", "f", null, InvokeCommand.Type.REQUEST_RESPONSE, payload, null, null, false);
    }

    private static FunctionVersion version(String name) {
        return new FunctionVersion(
                "arn:" + name,
                name,
                "1",
                "r",
                "nodejs22.x",
                "i.h",
                Duration.ofSeconds(3),
                128,
                512,
                Map.of(),
                "00",
                "/l");
    }
}
