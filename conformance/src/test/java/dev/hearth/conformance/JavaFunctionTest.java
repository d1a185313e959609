package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.SnapStartException;

/** Functions in Java: AWS's own runtime interface client in real sandboxes. */
@ExtendWith(SharedHearth.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class JavaFunctionTest {

    /** What may stand in for the oldest runtime. */
    private static final int OLDEST_RELEASE = 11;

    private static final int EXAMPLE_RELEASE = 17;

    private static final String HANDLERS = """
            import com.amazonaws.services.lambda.runtime.*;
            import java.io.*;
            import java.util.*;

            public class Handlers {
                public static class Order {
                    private String item;
                    private int count;
                    public String getItem() { return item; }
                    public void setItem(String item) { this.item = item; }
                    public int getCount() { return count; }
                    public void setCount(int count) { this.count = count; }
                }
                public static class Pojo implements RequestHandler<Order, Order> {
                    public Order handleRequest(Order order, Context context) {
                        order.setCount(order.getCount() + 1);
                        return order;
                    }
                }
                public static class Stream implements RequestStreamHandler {
                    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
                        out.write("stream:".getBytes());
                        in.transferTo(out);
                    }
                }
                public static class Broken {
                    static { if (true) throw new IllegalStateException("cannot start"); }
                    public String handle(String event) { return event; }
                }
                public Map<String, Object> map(Map<String, Object> event, Context context) {
                    event.put("function", context.getFunctionName());
                    event.put("version", context.getFunctionVersion());
                    event.put("arn", context.getInvokedFunctionArn());
                    event.put("memory", context.getMemoryLimitInMB());
                    event.put("group", context.getLogGroupName());
                    event.put("stream", context.getLogStreamName());
                    event.put("left", context.getRemainingTimeInMillis() > 1000);
                    event.put("id", context.getAwsRequestId());
                    return event;
                }
                public String upper(String event) { return event.toUpperCase(Locale.ROOT); }
                public int sum(List<Integer> numbers) { return numbers.stream().mapToInt(each -> each).sum(); }
                public void fail(Map<String, Object> event) { throw new IllegalArgumentException("no good"); }
                public String exit(String event) { System.exit(7); return event; }
                public String log(String event, Context context) {
                    System.out.println("to stdout");
                    System.err.println("to stderr");
                    context.getLogger().log("to the logger");
                    return event;
                }
                public List<Object> machine(String event) {
                    return List.of(System.getProperty("java.specification.version"), System.getProperty("java.home"),
                            System.getenv("AWS_EXECUTION_ENV"), Runtime.getRuntime().maxMemory() >> 20,
                            new File("/tmp").list().length);
                }
            }
            """;

    private static final String HOOKED = """
            import java.util.*;
            import org.crac.*;

            public class Hooked implements Resource {
                private final List<String> ran = new ArrayList<>();
                public Hooked() { Core.getGlobalContext().register(this); }
                public void beforeCheckpoint(Context<? extends Resource> context) { ran.add("before"); }
                public void afterRestore(Context<? extends Resource> context) {
                    ran.add("after");
                    if ("fails".equals(System.getenv("HOOK"))) throw new IllegalStateException("no connection");
                }
                public List<String> ran(String event) { return ran; }
            }
            """;

    private final Hearth hearth;
    private byte[] zip = {};

    JavaFunctionTest(Hearth hearth) {
        this.hearth = hearth;
    }

    @BeforeAll
    void compile() {
        zip = JavaPackage.of("Handlers", HANDLERS, OLDEST_RELEASE);
    }

    private Function create(String handler) {
        return create("java25", handler, 512);
    }

    private Function create(String runtime, String handler, int memoryMb) {
        return Function.create(
                hearth, runtime, zip, request -> request.handler(handler).memorySize(memoryMb));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Handlers$Pojo                | {"item":"pen","count":1} | {"item":"pen","count":2}
                    Handlers$Pojo::handleRequest | {"item":"pen","count":1} | {"item":"pen","count":2}
                    Handlers$Stream              | {"a":1}                  | stream:{"a":1}
                    Handlers::upper              | "quiet"                  | "QUIET"
                    Handlers::sum                | [1,2,3]                  | 6
                    """)
    void everyFormOfHandlerAnswers(String handler, String event, String answer) {
        try (Function function = create(handler)) {
            assertThat(function.invoke(event).payload()).isEqualTo(answer);
            assertThat(function.invoke(event).payload()).isEqualTo(answer);
        }
    }

    @Test
    void theContextIsLambdas() {
        try (Function function = create("Handlers::map")) {
            assertThat(function.invoke("{\"name\":\"you\"}").payload())
                    .contains("\"name\":\"you\"", "\"function\":\"" + function.name() + "\"", "\"version\":\"$LATEST\"")
                    .contains("\"arn\":\"arn:aws:lambda:", "\"memory\":512", "\"group\":\"" + function.logGroup())
                    .contains("\"left\":true")
                    .containsPattern("\"stream\":\"\\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST][0-9a-f]{32}\"")
                    .containsPattern("\"id\":\"[0-9a-f-]{36}\"");
        }
    }

    @Test
    void whatItPrintsIsItsLog() {
        try (Function function = create("Handlers::log")) {
            assertThat(function.invoke("\"x\"").log()).contains("to stdout\n", "to stderr\n", "to the logger");
        }
    }

    @Test
    void anExceptionIsAnsweredWithItsTrace() {
        try (Function function = create("Handlers::fail")) {
            Function.Answer answer = function.invoke("{}");

            assertThat(answer.error()).isEqualTo("Unhandled");
            assertThat(answer.payload())
                    .contains("\"errorMessage\":\"no good\"", "\"errorType\":\"java.lang.IllegalArgumentException\"")
                    .containsPattern("\"stackTrace\":\\[\"Handlers.fail\\(Handlers.java:\\d+\\)\"");
            assertThat(answer.log()).contains("no good");
            assertThat(function.invoke("{}").log()).doesNotContain("Init Duration");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Nowhere::handle         | Class not found: Nowhere
                    Handlers::nothing       | nothing
                    Handlers$Broken::handle | java.lang.ExceptionInInitializerError
                    Handlers::exit          | Runtime.ExitError
                    """)
    void whatCannotRunIsAnswered(String handler, String expected) {
        try (Function function = create(handler)) {
            Function.Answer answer = function.invoke("\"x\"");

            assertThat(answer.error()).isEqualTo("Unhandled");
            assertThat(answer.payload()).contains(expected);
        }
    }

    @Test
    void theOldestFunctionRunsOnTheNearestNewerJava() {
        try (Function function = create("java11", "Handlers::machine", 512)) {
            Function.Answer answer = function.invoke("\"x\"");

            assertThat(answer.payload()).matches("\\[\"(1[1-9]|2\\d)\",\"/var/lang\",\"AWS_Lambda_java11\",4\\d\\d,0]");
        }
    }

    @Test
    void theSmallestMemoryIsEnough() {
        try (Function function = create("java25", "Handlers$Pojo", 128)) {
            for (int i = 0; i < 20; i++) {
                assertThat(function.invoke("{\"count\":1}").payload()).contains("\"count\":2");
            }
        }
    }

    @Test
    void theExampleAnswers() throws Exception {
        String source = Files.readString(Checkout.root().resolve("examples/java-hello/Hello.java"));
        byte[] example = JavaPackage.of("Hello", source, EXAMPLE_RELEASE);
        try (Function function = Function.create(
                hearth, "java25", example, request -> request.handler("Hello").memorySize(512))) {
            Function.Answer answer = function.invoke("{\"name\":\"you\"}");

            assertThat(answer.payload()).contains("\"message\":\"Hello, you!\"");
            assertThat(answer.log()).contains("greeting you");
        }
    }

    /** A driver that takes no snapshots runs the hooks all the same, one after the other. */
    @Test
    void hooksOfCracRunAroundTheSnapshotAndAFailedOneIsASnapStartException() {
        byte[] hooked = JavaPackage.of("Hooked", HOOKED, OLDEST_RELEASE, List.of(org.crac.Core.class));
        try (Function function = Function.create(
                hearth,
                "java25",
                hooked,
                request -> request.handler("Hooked::ran")
                        .memorySize(512)
                        .snapStart(snapStart -> snapStart.applyOn("PublishedVersions")))) {
            assertThat(published(function, "1")).isEqualTo("[\"before\",\"after\"]");
            assertThat(function.invoke("\"x\"").payload())
                    .as("$LATEST has no snapshots")
                    .isEqualTo("[]");

            hearth.lambda()
                    .updateFunctionConfiguration(request -> request.functionName(function.name())
                            .environment(environment -> environment.variables(Map.of("HOOK", "fails"))));
            hearth.lambda().waiter().waitUntilFunctionUpdatedV2(request -> request.functionName(function.name()));
            assertThatThrownBy(() -> published(function, "2"))
                    .isInstanceOf(SnapStartException.class)
                    .hasMessageContaining("The afterRestore() runtime hook encountered an error");
        }
    }

    private String published(Function function, String version) {
        hearth.lambda().publishVersion(request -> request.functionName(function.name()));
        hearth.lambda()
                .waiter()
                .waitUntilPublishedVersionActive(
                        request -> request.functionName(function.name()).qualifier(version));
        return hearth.lambda()
                .invoke(request -> request.functionName(function.name())
                        .qualifier(version)
                        .payload(SdkBytes.fromUtf8String("\"x\"")))
                .payload()
                .asUtf8String();
    }
}
