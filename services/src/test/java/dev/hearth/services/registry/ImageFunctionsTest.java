package dev.hearth.services.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.FunctionImage;
import dev.hearth.core.VirtualPorts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ImageFunctionsTest {

    private static final String URI = "registry.example/app:1";
    private static final String ROLE = "arn:aws:iam::000000000000:role/any";
    private static final Settings PLAIN = settings(null, null, null);

    private final VirtualPorts time = new VirtualPorts(Instant.parse("2026-11-23T15:00:00Z"), 1);
    private final Map<String, String> digests = new HashMap<>(Map.of(URI, "a".repeat(64)));
    private final Registry registry = Registry.create(
            time.ports(),
            new AwsScope("000000000000", "us-east-1"),
            RegistryStore.inMemory(),
            CodeStore.inMemory(),
            Optional::of,
            "x86_64",
            arn -> {},
            uri -> Optional.ofNullable(digests.get(uri))
                    .map(digest -> new ContainerImages.Resolved(digest, "registry.example/app@sha256:" + digest)),
            VersionSnapshots.NONE);

    @Test
    void aFunctionKeepsTheImageThatItsNameMeantThen() {
        create(PLAIN);
        digests.put(URI, "b".repeat(64));

        FunctionRecord made = get();
        assertThat(made.codeSha256()).isEqualTo("a".repeat(64));
        assertThat(made.code().size()).isZero();
        FunctionVersion version = registry.resolve("app", null);
        assertThat(version.image().orElseThrow().digest()).isEqualTo("sha256:" + "a".repeat(64));
        FunctionRecord updated = registry.updateCode(new UpdateCode("app", null, URI, null, null, false, false));
        assertThat(updated.codeSha256()).isEqualTo("b".repeat(64));
        assertThat(updated.deployment()).isNotEqualTo(made.deployment());
        time.settle();
        assertThat(registry.publish(new PublishVersion("app", "b".repeat(64), null, null))
                        .version())
                .isEqualTo("1");
    }

    @Test
    void itsImageConfigTakesTheImagesPlace() {
        Settings.ImageConfig config = new Settings.ImageConfig(List.of("/run"), null, "/srv");
        create(settings(null, null, config));
        assertThat(image())
                .isEqualTo(new FunctionImage(
                        URI, "registry.example/app@sha256:" + "a".repeat(64), List.of("/run"), List.of(), "/srv"));

        Settings.ImageConfig other = new Settings.ImageConfig(null, List.of("x"), null);
        registry.updateConfiguration(new UpdateConfiguration("app", settings(null, null, other), null));
        assertThat(image().entryPoint()).isEmpty();
        assertThat(image().command()).containsExactly("x");
    }

    @Test
    void whatDoesNotFitIsRefusedInLambdasWords() {
        refused(
                "Source image registry.example/app:9 does not exist. Provide a valid source image."
                        + " 'hearth image import registry.example/app:9' brings it to this Hearth.",
                () -> registry.create(
                        new CreateFunction("app", null, "registry.example/app:9", PLAIN, Map.of(), false)));
        refused(
                "Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image.",
                () -> create(settings("python3.11", "a.b", null)));
        create(PLAIN);
        refused(
                "Please provide ImageUri when updating a function with packageType Image.",
                () -> registry.updateCode(new UpdateCode("app", TestZip.hello("x"), null, null, false)));
        registry.create(new CreateFunction("zip", TestZip.hello("x"), SettingsTable.python("python3.11"), Map.of()));
        time.settle();
        refused(
                "Please don't provide ImageUri when updating a function with packageType Zip.",
                () -> registry.updateCode(new UpdateCode("zip", null, URI, null, null, false, false)));
    }

    private void create(Settings settings) {
        registry.create(new CreateFunction("app", null, URI, settings, Map.of(), false));
        time.settle();
    }

    private FunctionRecord get() {
        return registry.get("lambda:GetFunction", "app", null);
    }

    private FunctionImage image() {
        return get().configuration().image().orElseThrow();
    }

    private static void refused(String message, ThrowingCallable call) {
        assertThatExceptionOfType(FaultException.class).isThrownBy(call).withMessage(message);
    }

    private static Settings settings(String runtime, String handler, Settings.ImageConfig image) {
        return new Settings(
                null, runtime, handler, ROLE, null, null, null, null, null, null, null, null, null, null, null, null,
                null, image);
    }
}
