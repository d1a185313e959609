package dev.hearth.drivers.firecracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every request that the driver can send is one of Firecracker's API description. */
class ContractTest {

    private final ApiDescription description = ApiDescription.read();

    @Test
    void theDescriptionIsTheVersionThatHearthIsBuiltFor() {
        assertThat(description.version()).isEqualTo("1.16.1");
        assertThat(description.operations()).hasSizeGreaterThan(35);
    }

    @Test
    void everyRequestIsDescribed() throws IOException {
        for (Call call : Examples.calls()) {
            assertThat(description.judgeRequest(call.method().name(), call.path(), sent(call)))
                    .as(call + " " + sent(call))
                    .isEmpty();
        }
    }

    /** A new kind of request without an example would go unjudged. */
    @Test
    void everyKindOfRequestHasAnExample() {
        Set<String> kinds = Arrays.stream(Call.class.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()) && method.getReturnType() == Call.class)
                .map(ContractTest::kind)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> shown = Examples.calls().stream()
                .filter(call -> call.body() != null)
                .map(call -> call.body().getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown)
                .containsAll(
                        kinds.stream().filter(kind -> !kind.startsWith("GET")).toList());
        assertThat(Examples.calls().stream().filter(call -> call.body() == null).count())
                .isEqualTo(kinds.stream().filter(kind -> kind.startsWith("GET")).count());
    }

    private static String kind(Method factory) {
        Class<?>[] takes = factory.getParameterTypes();
        if (takes.length == 0) {
            return "GET " + factory.getName();
        }
        return switch (takes[0].getSimpleName()) {
            case "ActionType" -> "Action";
            case "VmState" -> "Vm";
            default -> takes[0].getSimpleName();
        };
    }

    @Test
    void theConfigurationFileHoldsTheSameObjects() throws IOException {
        Map<String, @Nullable Object> file = Json.object(Examples.config().file());

        assertThat(description.judge("FullVmConfiguration", file)).isEmpty();
        assertThat(file)
                .containsOnlyKeys(
                        "boot-source",
                        "drives",
                        "machine-config",
                        "network-interfaces",
                        "vsock",
                        "logger",
                        "metrics",
                        "entropy",
                        "balloon");
    }

    @Test
    void aRequestFitsIntoTheSmallestLimitOfTheServer() {
        for (Call call : Examples.calls()) {
            assertThat(ApiClient.request(call)).hasSizeLessThan(MachineLimits.MAX_REQUEST_BYTES);
        }
    }

    /** The judge itself: what Firecracker would refuse is found. */
    @Test
    void theJudgeFindsWhatIsWrong() throws IOException {
        assertThat(judged("PUT", "/machine-config", "{\"vcpu_count\":33,\"mem_size_mib\":128}"))
                .anyMatch(each -> each.contains("above 32"));
        assertThat(judged("PUT", "/machine-config", "{\"vcpu_count\":1}")).anyMatch(each -> each.contains("lacks"));
        assertThat(judged("PUT", "/vsock", "{\"guest_cid\":2,\"uds_path\":\"a\"}"))
                .anyMatch(each -> each.contains("below 3"));
        assertThat(judged("PUT", "/vsock", "{\"guest_cid\":3,\"uds_path\":\"a\",\"extra\":1}"))
                .anyMatch(each -> each.contains("no property"));
        assertThat(judged("PUT", "/actions", "{\"action_type\":\"Stop\"}")).anyMatch(each -> each.contains("not one"));
        assertThat(judged("PUT", "/actions", "{\"action_type\":7}")).anyMatch(each -> each.contains("type"));
        assertThat(judged("POST", "/actions", "{}")).anyMatch(each -> each.contains("no operation"));
        assertThat(judged("PUT", "/drives/a-b", "{}")).anyMatch(each -> each.contains("no operation"));
        assertThat(description.judgeRequest("PUT", "/actions", null)).isNotEmpty();
    }

    private java.util.List<String> judged(String method, String path, String body) throws IOException {
        return description.judgeRequest(method, path, Json.object(body));
    }

    /** What really goes over the wire. */
    private static @Nullable Map<String, @Nullable Object> sent(Call call) throws IOException {
        String text = new String(ApiClient.request(call), StandardCharsets.UTF_8);
        String body = text.substring(text.indexOf("\r\n\r\n") + 4);
        return body.isEmpty() ? null : Json.object(body);
    }
}
