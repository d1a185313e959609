package dev.hearth.services.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault.Kind;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayersTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:layer:";
    private static final Layers.Filter ANY = new Layers.Filter(null, null);

    private final VirtualPorts time = new VirtualPorts(Instant.parse("2026-11-23T15:00:00Z"), 1);
    private final RegistryStore store = RegistryStore.inMemory();
    private final CodeStore code = CodeStore.inMemory();
    private Registry registry = open();

    private Registry open() {
        return Registry.create(
                time.ports(), new AwsScope("000000000000", "us-east-1"), store, code, Optional::of, "x86_64", _ -> {});
    }

    private LayerVersion publish(String name, String content, @Nullable List<String> runtimes) {
        return registry.layers()
                .publish(new Layers.Publish(name, TestZip.hello(content), "words", null, runtimes, null));
    }

    private FunctionRecord create(String name, List<String> layers) {
        Settings settings = SettingsTable.with(SettingsTable.python("python3.11"), "layers", layers);
        FunctionRecord created = registry.create(new CreateFunction(name, TestZip.hello(name), settings, Map.of()));
        time.settle();
        return created;
    }

    private static void refused(Kind kind, String message, Runnable call) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(call::run)
                .withMessage(message)
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(kind));
    }

    @Test
    void versionsAreNumberedAndComeBackAfterARestart() {
        LayerVersion first = publish("tools", "1", List.of("python3.11"));
        LayerVersion second = publish(ARN + "tools", "2", List.of("nodejs22.x"));
        assertThat(List.of(first.version(), second.version())).containsExactly(1L, 2L);
        registry.layers().delete("tools", 2);
        registry = open();
        assertThat(publish("tools", "3", null).version()).isEqualTo(3);
        assertThat(registry.layers().get("tools", 1)).isEqualTo(first);
        assertThat(registry.layers().get(ARN + "tools:1")).isEqualTo(first);
        refused(
                Kind.NOT_FOUND,
                "The resource you requested does not exist.",
                () -> registry.layers().get("tools", 2));
        refused(
                Kind.INVALID_PARAMETER,
                "Layer Version Cannot be less than 1",
                () -> registry.layers().get("tools", 0));
    }

    @Test
    void listsTellTheNewestThatMatches() {
        publish("b", "1", List.of("python3.11"));
        publish("b", "2", List.of("nodejs22.x"));
        publish("a", "3", List.of("python3.11"));
        assertThat(registry.layers().list(ANY, null, null).layers())
                .extracting(layer -> layer.name() + layer.version())
                .containsExactly("a1", "b2");
        assertThat(registry.layers()
                        .list(new Layers.Filter("python3.11", null), null, null)
                        .layers())
                .extracting(layer -> layer.name() + layer.version())
                .containsExactly("a1", "b1");
        Layers.Page newest = registry.layers().versions("b", ANY, null, 1);
        assertThat(newest.layers()).extracting(LayerVersion::version).containsExactly(2L);
        Layers.Page rest = registry.layers().versions("b", ANY, newest.nextMarker(), 1);
        assertThat(rest.layers()).extracting(LayerVersion::version).containsExactly(1L);
        assertThat(rest.nextMarker()).isNull();
        assertThat(registry.layers().versions("none", ANY, null, null).layers()).isEmpty();
    }

    @Test
    void aFunctionKeepsTheOrderOfItsLayersAndTheirCode() {
        publish("x", "1", null);
        publish("y", "2", null);
        create("hello", List.of(ARN + "y:1", ARN + "x:1"));
        List<String> digests = List.of(CodePackage.digest(TestZip.hello("2")), CodePackage.digest(TestZip.hello("1")));
        assertThat(registry.resolve("hello", null).layerDigests()).isEqualTo(digests);

        registry.layers().delete("x", 1);
        registry.layers().delete("y", 1);
        time.advance(CodeKeeper.CODE_GRACE);
        assertThat(code.digests()).containsAll(digests);
        registry = open();
        assertThat(registry.resolve("hello", null).layerDigests()).isEqualTo(digests);
        assertThat(code.digests()).containsAll(digests);

        registry.updateConfiguration(
                new UpdateConfiguration("hello", SettingsTable.with(Settings.NOTHING, "layers", List.of()), null));
        assertThat(registry.resolve("hello", null).layerDigests()).isEmpty();
        time.advance(CodeKeeper.CODE_GRACE);
        assertThat(code.digests()).doesNotContainAnyElementsOf(digests);
    }

    @Test
    void aPublishedVersionKeepsItsLayers() {
        publish("x", "1", null);
        create("hello", List.of(ARN + "x:1"));
        registry.publish(new PublishVersion("hello", null, null, null));
        time.settle();
        registry.updateConfiguration(
                new UpdateConfiguration("hello", SettingsTable.with(Settings.NOTHING, "layers", List.of()), null));
        registry.layers().delete("x", 1);
        time.advance(CodeKeeper.CODE_GRACE);
        assertThat(registry.resolve("hello", "1").layerDigests())
                .containsExactly(CodePackage.digest(TestZip.hello("1")));
        assertThat(code.digests()).contains(CodePackage.digest(TestZip.hello("1")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        x:1,x:2             | Two different versions of the same layer are not allowed to be referenced in the same\
         function. arn:aws:lambda:us-east-1:000000000000:layer:x:1 and arn:aws:lambda:us-east-1:000000000000:layer:x:2\
         are versions of the same layer.
        x:9                 | Layer version arn:aws:lambda:us-east-1:000000000000:layer:x:9 does not exist.
        z:1                 | Layer version arn:aws:lambda:us-east-1:000000000000:layer:z:1 does not exist.
        a:1,b:1,c:1,d:1,e:1,f:1 | Cannot reference more than 5 layers.
        """)
    void whatCannotBeUsedIsRefused(String names, String message) {
        publish("x", "1", null);
        publish("x", "2", null);
        List<String> arns =
                List.of(names.split(",")).stream().map(name -> ARN + name).toList();
        refused(Kind.INVALID_PARAMETER, message, () -> create("hello", arns));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:lambda:us-east-1:000000000000:layer:x, VALIDATION",
        "x:1, VALIDATION",
        "arn:aws:lambda:us-east-1:111111111111:layer:x:1, ACCESS_DENIED",
        "arn:aws:lambda:eu-west-1:000000000000:layer:x:1, INVALID_PARAMETER"
    })
    void onlyVersionsOfThisAccountAndRegion(String arn, Kind kind) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> create("hello", List.of(arn)))
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(kind));
    }

    @Test
    void codeAndLayersTogetherHaveALimit() {
        Configuration configuration = configuration(new StoredCode("00", 1, RegistryLimits.UNZIPPED_BYTES));
        LayerDecisions.checkSize(configuration, new StoredCode("11", 1, 0));
        refused(
                Kind.INVALID_PARAMETER,
                "Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual"
                        + " size is 262144001 bytes.",
                () -> LayerDecisions.checkSize(configuration, new StoredCode("11", 1, 1)));
    }

    private static Configuration configuration(StoredCode layer) {
        return ConfigurationRules.defaults("hello", "x86_64").withLayers(List.of(new LayerUse(ARN + "x:1", layer)));
    }

    @Test
    void permissionsOfALayerVersion() {
        publish("x", "1", null);
        Layers.AddPermission wish = new Layers.AddPermission("x", 1, "all", "lambda:GetLayerVersion", "*", null, null);
        refused(
                Kind.NOT_FOUND,
                "No policy is associated with the given resource.",
                () -> registry.layers().policy("x", 1));
        PolicyDocument policy = registry.layers().addPermission(wish);
        assertThat(registry.layers().policy("x", 1)).isEqualTo(policy);
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> registry.layers().addPermission(wish))
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(Kind.ALREADY_EXISTS));
        registry = open();
        assertThat(registry.layers().policy("x", 1)).isEqualTo(policy);
        registry.layers().removePermission("x", 1, "all", policy.revisionId());
        refused(
                Kind.NOT_FOUND,
                "Layer version " + ARN + "x:7 does not exist.",
                () -> registry.layers().policy("x", 7));
    }
}
