package dev.hearth.services.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault.Kind;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";

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
        registry.create(
                new CreateFunction("hello", TestZip.hello("1"), SettingsTable.python("python3.11"), Map.of("a", "1")));
        time.settle();
    }

    private FunctionRecord publish() {
        return registry.publish(new PublishVersion("hello", null, null, null));
    }

    private void newCode(String content) {
        registry.updateCode(new UpdateCode("hello", TestZip.hello(content), null, null, false));
        time.settle();
    }

    private FunctionRecord get(@Nullable String qualifier) {
        return registry.get("lambda:GetFunction", "hello", qualifier);
    }

    private Aliases.Wish alias(
            String name, @Nullable String version, @Nullable Map<String, Double> weights, @Nullable String revision) {
        return new Aliases.Wish("hello", name, version, null, weights, revision);
    }

    private static void refused(Kind kind, String message, Runnable call) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(call::run)
                .withMessage(message)
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(kind));
    }

    private List<String> versions() {
        return registry.versions("hello", null, null).functions().stream()
                .map(FunctionRecord::version)
                .toList();
    }

    @Test
    void aPublishedVersionIsPendingThenActiveAndNeverChanges() {
        String before = get(null).revisionId();
        FunctionRecord first = registry.publish(new PublishVersion("hello", null, "the first", null));
        assertThat(first.version()).isEqualTo("1");
        assertThat(first.state()).isEqualTo(new FunctionState.Pending());
        assertThat(get(null).revisionId()).isNotEqualTo(before);
        time.settle();
        FunctionRecord active = get("1");
        assertThat(active.state()).isEqualTo(new FunctionState.Active(""));
        assertThat(active.configuration().description()).isEqualTo("the first");
        assertThat(get(null).configuration().description()).isEmpty();

        newCode("2");
        assertThat(get("1")).isEqualTo(active);
        assertThat(registry.resolve("hello", "1").codeDigest()).isEqualTo(CodePackage.digest(TestZip.hello("1")));
        assertThat(registry.resolve("hello:1", null).version()).isEqualTo("1");
        assertThat(registry.resolve("hello", null).codeDigest()).isEqualTo(CodePackage.digest(TestZip.hello("2")));
        registry = open();
        assertThat(get("1")).isEqualTo(active);
    }

    @Test
    void nothingNewGivesTheLastVersionAgain() {
        assertThat(publish().version()).isEqualTo("1");
        time.settle();
        String revision = get(null).revisionId();
        assertThat(registry.publish(new PublishVersion("hello", null, "other words", null))
                        .configuration()
                        .description())
                .isEmpty();
        assertThat(get(null).revisionId()).isEqualTo(revision);
        newCode("1");
        assertThat(publish().version()).isEqualTo("1");
        newCode("2");
        assertThat(publish().version()).isEqualTo("2");
    }

    @Test
    void numbersOnlyGrow() {
        publish();
        registry.delete("hello", "1");
        assertThat(versions()).containsExactly("$LATEST");
        assertThat(publish().version()).isEqualTo("2");
        registry.delete("hello", null);
        registry = open();
        create();
        assertThat(versions()).containsExactly("$LATEST");
        assertThat(publish().version()).isEqualTo("3");
    }

    @Test
    void publishingIsConditional() {
        FunctionRecord latest = get(null);
        refused(
                Kind.PRECONDITION_FAILED,
                "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to"
                        + " retrieve the latest Revision Id",
                () -> registry.publish(new PublishVersion("hello", null, null, "other")));
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> registry.publish(new PublishVersion("hello", "abc", null, null)))
                .withMessageStartingWith("CodeSHA256 (abc) is different from current CodeSHA256 in $LATEST (");
        assertThat(registry.publish(new PublishVersion("hello", null, null, latest.revisionId()))
                        .version())
                .isEqualTo("1");
    }

    @Test
    void creatingAndUpdatingPublishAtOnce() {
        FunctionRecord created = registry.create(
                new CreateFunction("other", TestZip.hello("1"), SettingsTable.python("python3.11"), Map.of(), true));
        assertThat(created.version()).isEqualTo("1");
        time.settle();
        FunctionRecord updated =
                registry.updateCode(new UpdateCode("other", TestZip.hello("2"), null, null, false, true));
        assertThat(updated.version()).isEqualTo("2");
        time.settle();
        assertThat(registry.updateCode(new UpdateCode("other", TestZip.hello("2"), null, null, false, true))
                        .version())
                .isEqualTo("2");
        assertThat(registry.resolve("other", "2").version()).isEqualTo("2");
        List<String> all = new ArrayList<>();
        FunctionPage page = registry.versions(null, null, 1);
        while (true) {
            page.functions().forEach(f -> all.add(f.name() + ":" + f.version()));
            if (page.nextMarker() == null) {
                break;
            }
            page = registry.versions(null, page.nextMarker(), 1);
        }
        assertThat(all).containsExactly("hello:$LATEST", "other:$LATEST", "other:1", "other:2");
    }

    @Test
    void aVersionThatAnAliasNeedsStays() {
        publish();
        newCode("2");
        publish();
        registry.aliases().create(alias("live", "1", Map.of("2", 0.5), null));
        refused(
                Kind.CONFLICT,
                "Unable to delete version because the following aliases reference it: [live]",
                () -> registry.delete("hello", "1"));
        refused(
                Kind.CONFLICT,
                "Unable to delete version because the following aliases reference it: [live]",
                () -> registry.delete("hello:2", null));
        refused(
                Kind.INVALID_PARAMETER,
                "Deletion of aliases is not currently supported.",
                () -> registry.delete("hello", "live"));
        registry.aliases().delete("hello", "live");
        registry.delete("hello", "1");
        registry.delete("hello", "99");
        assertThat(versions()).containsExactly("$LATEST", "2");
    }

    @Test
    void anAliasFollowsItsVersionAndKeepsItsName() {
        publish();
        time.settle();
        FunctionPart.Alias made = registry.aliases().create(alias("live", "1", null, null));
        assertThat(registry.resolve("hello", "live").version()).isEqualTo("1");
        assertThat(registry.resolve(ARN + ":live", null).version()).isEqualTo("1");
        assertThat(get("live").version()).isEqualTo("1");
        assertThat(registry.arn("hello:live", null)).isEqualTo(ARN + ":live");
        refused(
                Kind.PRECONDITION_FAILED,
                "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to"
                        + " retrieve the latest Revision Id",
                () -> registry.aliases().update(alias("live", "$LATEST", null, "other")));
        FunctionPart.Alias moved = registry.aliases().update(alias("live", "$LATEST", null, made.revisionId()));
        assertThat(moved.revisionId()).isNotEqualTo(made.revisionId());
        assertThat(registry.resolve("hello", "live").version()).isEqualTo("$LATEST");
        registry = open();
        assertThat(registry.aliases().get("hello", "live")).isEqualTo(moved);
        refused(
                Kind.ALREADY_EXISTS,
                "Alias already exists: " + ARN + ":live",
                () -> registry.aliases().create(alias("live", "1", null, null)));
        refused(
                Kind.NOT_FOUND,
                "Alias not found: " + ARN + ":dead",
                () -> registry.aliases().update(alias("dead", "1", null, null)));
        refused(
                Kind.NOT_FOUND,
                "Cannot find alias arn: " + ARN + ":dead",
                () -> registry.aliases().get("hello", "dead"));
        refused(Kind.NOT_FOUND, "Function not found: " + ARN + ":dead", () -> registry.resolve("hello", "dead"));
    }

    @Test
    void aliasesAreListedByNameAndByVersion() {
        publish();
        registry.aliases().create(alias("b", "1", null, null));
        registry.aliases().create(alias("a", "$LATEST", null, null));
        Aliases.Page first = registry.aliases().list("hello", null, null, 1);
        assertThat(first.aliases()).extracting(FunctionPart.Alias::name).containsExactly("a");
        assertThat(registry.aliases().list("hello", null, first.nextMarker(), 1))
                .satisfies(page -> assertThat(page.nextMarker()).isNull())
                .satisfies(page -> assertThat(page.aliases())
                        .extracting(FunctionPart.Alias::name)
                        .containsExactly("b"));
        assertThat(registry.aliases().list("hello", "1", null, null).aliases())
                .extracting(FunctionPart.Alias::name)
                .containsExactly("b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        1       | 1 | 0.5 | Invalid function version 1. Function version 1 is already included in routing configuration.
        $LATEST | 1 | 0.5 | $LATEST is not supported for an alias pointing to more than 1 version
        1       | 9 | 0.5 | Function not found: arn:aws:lambda:us-east-1:000000000000:function:hello:9
        7       | 1 | 0.5 | Function not found: arn:aws:lambda:us-east-1:000000000000:function:hello:7
        """)
    void badRoutesAreRefused(String version, String other, double weight, String message) {
        publish();
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> registry.aliases().create(alias("live", version, Map.of(other, weight), null)))
                .withMessage(message);
        assertThat(registry.aliases().list("hello", null, null, null).aliases()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,1,0.5", "live,x,0.5", "live,1,1.5", "live,1,-0.1", "live,1,NaN", "li:ve,1,0.5"})
    void whatViolatesTheModelIsRefused(String name, String other, double weight) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> registry.aliases().create(alias(name, "$LATEST", Map.of(other, weight), null)))
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(Kind.VALIDATION));
    }

    @Test
    void atMostOneOtherVersion() {
        refused(
                Kind.INVALID_PARAMETER,
                "Number of items in AdditionalVersionWeights cannot be greater than 1",
                () -> registry.aliases().create(alias("live", "$LATEST", Map.of("1", 0.1, "2", 0.1), null)));
    }

    @ParameterizedTest
    @CsvSource({"0.0", "0.1", "0.5", "0.9", "1.0"})
    void weightsArePartsOfTheInvocations(double weight) {
        publish();
        newCode("2");
        publish();
        time.settle();
        registry.aliases().create(alias("live", "1", Map.of("2", weight), null));
        int draws = 10_000;
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < draws; i++) {
            counts.merge(registry.resolve("hello", "live").version(), 1, Integer::sum);
        }
        assertThat(counts.getOrDefault("2", 0) / (double) draws).isCloseTo(weight, within(0.02));
    }
}
