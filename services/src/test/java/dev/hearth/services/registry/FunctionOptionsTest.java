package dev.hearth.services.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault.Kind;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionOptionsTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";

    private final VirtualPorts time = new VirtualPorts(Instant.parse("2026-11-23T15:00:00Z"), 1);
    private final RegistryStore store = RegistryStore.inMemory();
    private final CodeStore code = CodeStore.inMemory();
    private Registry registry = open();

    private Registry open() {
        return Registry.create(
                time.ports(), new AwsScope("000000000000", "us-east-1"), store, code, Optional::of, "x86_64", _ -> {});
    }

    @BeforeEach
    void create() {
        Settings settings = SettingsTable.with(SettingsTable.python("python3.11"), "tenantIsolation", "PER_TENANT");
        registry.create(new CreateFunction("hello", TestZip.hello("1"), settings, Map.of(), true));
        time.settle();
    }

    private static FunctionOptions.EventInvokeWish wish(
            @Nullable String qualifier,
            @Nullable Integer retries,
            @Nullable Integer age,
            FunctionOptions.@Nullable Destinations to) {
        return new FunctionOptions.EventInvokeWish("hello", qualifier, retries, age, to);
    }

    private static void refused(Kind kind, String message, Runnable call) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(call::run)
                .withMessage(message)
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(kind));
    }

    @Test
    void tenancyReachesTheInvocation() {
        assertThat(registry.resolve("hello", null).tenantIsolation()).isTrue();
        assertThat(registry.resolve("hello", "1").tenantIsolation()).isTrue();
    }

    @Test
    void anUpdateKeepsWhatItDoesNotName() {
        refused(
                Kind.NOT_FOUND,
                "The function " + ARN + ":$LATEST doesn't have an EventInvokeConfig",
                () -> registry.options().updateEventInvoke(wish(null, 1, null, null)));
        registry.options().putEventInvoke(wish(null, 1, null, new FunctionOptions.Destinations(null, QUEUE)));
        FunctionPart.EventInvoke updated = registry.options().updateEventInvoke(wish(null, null, 60, null));
        assertThat(updated.maximumRetryAttempts()).isEqualTo(1);
        assertThat(updated.maximumEventAgeSeconds()).isEqualTo(60);
        assertThat(updated.onFailure()).isEqualTo(QUEUE);
        registry = open();
        assertThat(registry.options().eventInvoke("hello", "$LATEST")).isEqualTo(updated);
        FunctionPart.EventInvoke put = registry.options().putEventInvoke(wish(null, null, 70, null));
        assertThat(put.maximumRetryAttempts()).isNull();
        assertThat(put.onFailure()).isEmpty();
        registry.options().putEventInvoke(wish("1", 0, null, null));
        FunctionOptions.EventInvokePage page = registry.options().eventInvokes("hello", null, 1);
        assertThat(page.items()).extracting(FunctionPart.EventInvoke::qualifier).containsExactly("$LATEST");
        assertThat(registry.options()
                        .eventInvokes("hello", page.nextMarker(), 1)
                        .items())
                .extracting(FunctionPart.EventInvoke::qualifier)
                .containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        -, 3, -, -, VALIDATION
        -, -1, -, -, VALIDATION
        -, -, 59, -, VALIDATION
        -, -, 21601, -, VALIDATION
        -, -, -, nowhere, VALIDATION
        -, -, -, -, INVALID_PARAMETER
        -, -, -, arn:aws:dynamodb:us-east-1:000000000000:table/x, INVALID_PARAMETER
        -, -, -, arn:aws:lambda:us-east-1:000000000000:function:hello, INVALID_PARAMETER
        9, 1, -, -, NOT_FOUND
        """)
    void whatCannotBeIsRefused(
            @Nullable String qualifier,
            @Nullable Integer retries,
            @Nullable Integer age,
            @Nullable String onFailure,
            Kind kind) {
        FunctionOptions.Destinations to = onFailure == null ? null : new FunctionOptions.Destinations(null, onFailure);
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> registry.options().putEventInvoke(wish(qualifier, retries, age, to)))
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(kind));
    }

    @Test
    void runtimesAreUpdatedAutomaticallyUntilSomethingElseIsSaid() {
        assertThat(registry.options().runtimeManagement("hello", null).updateRuntimeOn())
                .isEqualTo("Auto");
        registry.options().putRuntimeManagement("hello", "1", "FunctionUpdate", null);
        registry = open();
        assertThat(registry.options().runtimeManagement("hello", "1").updateRuntimeOn())
                .isEqualTo("FunctionUpdate");
        assertThat(registry.options().runtimeManagement("hello", null).updateRuntimeOn())
                .isEqualTo("Auto");
        refused(
                Kind.INVALID_PARAMETER,
                "You must specify a RuntimeVersionArn when the UpdateRuntimeOn value is Manual.",
                () -> registry.options().putRuntimeManagement("hello", null, "Manual", null));
    }

    @Test
    void circlesEndUntilTheyAreAllowed() {
        assertThat(registry.options().recursion("hello").recursiveLoop()).isEqualTo("Terminate");
        registry.options().putRecursion("hello", "Allow");
        registry = open();
        assertThat(registry.options().recursion("hello").recursiveLoop()).isEqualTo("Allow");
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> registry.options().putRecursion("hello", "Maybe"))
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(Kind.VALIDATION));
    }
}
