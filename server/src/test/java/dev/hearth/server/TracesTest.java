package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.core.Ports;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces as an OTLP receiver gets them: a protocol buffer, looked into for the bytes that matter. */
class TracesTest {

    private static final String TRACE = "5759e988bd862e3fe1be46a994272793";
    private static final String ROOT = "Root=1-5759e988-bd862e3fe1be46a994272793";

    private final Ports ports = new VirtualPorts(Instant.ofEpochSecond(0x5759e988L), 1).ports();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final List<String> told = new ArrayList<>();
    private HttpServer receiver;

    @BeforeEach
    void receive() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/v1/traces", exchange -> {
            synchronized (received) {
                exchange.getRequestBody().transferTo(received);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void theFunctionsParentIsTheSpanThatIsExported() {
        invoke(ROOT + ";Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a87bd80c:1");
        String header = told.getFirst();
        assertThat(header).matches(ROOT + ";Parent=[0-9a-f]{16};Sampled=1;Lineage=a87bd80c:1");
        String span = header.replaceAll(".*Parent=([0-9a-f]{16}).*", "$1");
        assertThat(hex()).contains(TRACE).contains("53995c3f42cd8ad8").contains(span);
        assertThat(text()).contains("invoke hello", "run", "counted", "service.name", "hearth");
    }

    @Test
    void aTraceIsMadeWhenNoneCame() {
        invoke(null);
        assertThat(told.getFirst()).matches("Root=1-5759e988-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1");
        assertThat(hex()).contains(told.getFirst().substring(16, 40));
    }

    @Test
    void whatTheCallerDoesNotWantKeptIsPassedOnOnly() {
        invoke(ROOT + ";Parent=53995c3f42cd8ad8;Sampled=0");
        assertThat(told.getFirst()).startsWith(ROOT + ";Parent=").endsWith(";Sampled=0");
        assertThat(hex()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Root=1-x",
                "Parent=53995c3f42cd8ad8",
                "''",
                "Root=1-00000000-000000000000000000000000",
                "=;;==",
                "Root"
            })
    void whatNamesNoTraceIsNone(String header) {
        assertThat(TraceContext.parse(header)).isNull();
    }

    private void invoke(@Nullable String header) {
        String endpoint = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
        try (InvocationSpans spans = new InvocationSpans(endpoint, ports)) {
            TracingFrontend frontend = new TracingFrontend(
                    command -> {
                        told.add(String.valueOf(command.traceHeader()));
                        command.times().entered(10);
                        command.times().counted(20);
                        command.times().delivered(30);
                        command.times().answered(40);
                        return CompletableFuture.completedFuture(
                                new InvokeOutcome.Answered(ByteBuffer.allocate(0), "", "1", new byte[0]));
                    },
                    spans,
                    ports);
            ByteBuffer none = ByteBuffer.allocate(0);
            frontend.invoke(new InvokeCommand(
                    "id", "hello", null, InvokeCommand.Type.REQUEST_RESPONSE, none, null, header, false));
        }
    }

    private String hex() {
        synchronized (received) {
            return HexFormat.of().formatHex(received.toByteArray());
        }
    }

    private String text() {
        synchronized (received) {
            return received.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
