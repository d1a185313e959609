package dev.hearth.services.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault.Kind;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RegistryTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

    private final VirtualPorts time = new VirtualPorts(Instant.parse("2026-11-23T15:00:00Z"), 1);
    private final RegistryStore store = RegistryStore.inMemory();
    private final CodeStore code = CodeStore.inMemory();
    private final List<String> changed = new ArrayList<>();
    private Registry registry = open();

    private Registry open() {
        return Registry.create(
                time.ports(),
                new AwsScope("000000000000", "us-east-1"),
                store,
                code,
                RegistryTest::actual,
                "x86_64",
                changed::add);
    }

    private static Optional<String> actual(String runtime) {
        return runtime.startsWith("nodejs")
                ? Optional.empty()
                : Optional.of(runtime.equals("python3.9") ? "python3.11" : runtime);
    }

    private FunctionRecord create(String name) {
        return registry.create(
                new CreateFunction(name, TestZip.hello(name), SettingsTable.python("python3.11"), Map.of("a", "1")));
    }

    private FunctionRecord get(String name) {
        return registry.get("lambda:GetFunction", name, null);
    }

    private UpdateCode newCode(String name, String content, String revision, boolean dryRun) {
        return new UpdateCode(name, TestZip.hello(content), null, revision, dryRun);
    }

    private static void refused(Kind kind, String message, ThrowingCallable call) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(call)
                .withMessage(message)
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(kind));
    }

    @Test
    void aFunctionIsPendingAndBecomesActiveByItself() {
        FunctionRecord created = create("hello");
        assertThat(created.state()).isEqualTo(new FunctionState.Pending());
        assertThat(created.update()).isEqualTo(new UpdateStatus.Successful());
        refused(
                Kind.CONFLICT,
                "The operation cannot be performed at this time. The function is currently in the following state:"
                        + " Pending",
                () -> registry.resolve("hello", null));

        time.settle();

        FunctionRecord active = get("hello");
        assertThat(active.state()).isEqualTo(new FunctionState.Active(""));
        assertThat(active.revisionId()).isNotEqualTo(created.revisionId());
        FunctionVersion version = registry.resolve("hello", null);
        assertThat(version.role()).isEqualTo("arn:aws:iam::000000000000:role/any");
        assertThat(version)
                .usingRecursiveComparison()
                .ignoringFields("role")
                .isEqualTo(new FunctionVersion(
                        ARN + "hello",
                        "hello",
                        "$LATEST",
                        created.deployment(),
                        "python3.11",
                        "app.handler",
                        Duration.ofSeconds(3),
                        128,
                        512,
                        Map.of(),
                        CodePackage.digest(TestZip.hello("hello")),
                        "/aws/lambda/hello"));
    }

    @Test
    void aSubstituteIsToldInTheStateReason() {
        registry.create(new CreateFunction("old", TestZip.hello("x"), SettingsTable.python("python3.9"), Map.of()));
        time.settle();
        assertThat(get("old").state())
                .isEqualTo(new FunctionState.Active(
                        "python3.9 is not installed on this machine; python3.11 serves in its place."));
    }

    @Test
    void aNameIsTakenOnce() {
        create("hello");
        refused(Kind.ALREADY_EXISTS, "Function already exist: hello", () -> create("hello"));
        refused(Kind.ALREADY_EXISTS, "Function already exist: hello", () -> create(ARN + "hello"));
    }

    @Test
    void newCodeServesAtOnceAndTheUpdateEndsByItself() {
        create("hello");
        time.settle();
        String before = registry.resolve("hello", null).revision();

        FunctionRecord updated = registry.updateCode(newCode("hello", "other", null, false));

        assertThat(updated.update()).isEqualTo(new UpdateStatus.InProgress());
        assertThat(changed).containsExactly(ARN + "hello");
        FunctionVersion now = registry.resolve("hello", null);
        assertThat(now.revision()).isNotEqualTo(before);
        assertThat(now.codeDigest()).isEqualTo(CodePackage.digest(TestZip.hello("other")));
        refused(
                Kind.CONFLICT,
                "The operation cannot be performed at this time. An update is in progress for resource: " + ARN
                        + "hello",
                () -> registry.updateCode(newCode("hello", "third", null, false)));

        time.settle();
        assertThat(get("hello").update()).isEqualTo(new UpdateStatus.Successful());
        assertThat(registry.resolve("hello", null).revision()).isEqualTo(now.revision());
    }

    @Test
    void anUpdateOfAnotherRevisionIsRefused() {
        create("hello");
        time.settle();
        String message = "The Revision Id provided does not match the latest Revision Id. Call the"
                + " GetFunction/GetAlias API to retrieve the latest Revision Id";
        refused(
                Kind.PRECONDITION_FAILED,
                message,
                () -> registry.updateCode(newCode("hello", "other", "no such", false)));
        refused(
                Kind.PRECONDITION_FAILED,
                message,
                () -> registry.updateConfiguration(new UpdateConfiguration("hello", Settings.NOTHING, "no such")));
        String revision = get("hello").revisionId();
        assertThat(registry.updateCode(newCode("hello", "other", revision, false))
                        .update())
                .isEqualTo(new UpdateStatus.InProgress());
    }

    @Test
    void aDryRunChangesNothing() {
        create("hello");
        time.settle();
        FunctionRecord before = get("hello");
        FunctionRecord would = registry.updateCode(newCode("hello", "other", null, true));
        assertThat(would.code().digest()).isEqualTo(CodePackage.digest(TestZip.hello("other")));
        time.settle();
        assertThat(get("hello")).isEqualTo(before);
        assertThat(code.digests()).containsExactly(before.code().digest());
        assertThat(changed).isEmpty();
    }

    @Test
    void anUpdateOfTheConfigurationKeepsWhatItDoesNotName() {
        create("hello");
        time.settle();
        Settings.Logging logging = new Settings.Logging("JSON", null, null, "mine");
        Settings settings = SettingsTable.with(Settings.NOTHING, "memory", 512);
        settings = SettingsTable.with(settings, "logging", logging);
        settings = SettingsTable.with(settings, "environment", Map.of("KEY", "value"));
        registry.updateConfiguration(new UpdateConfiguration("hello", settings, null));
        time.settle();
        Configuration configuration = get("hello").configuration();
        assertThat(configuration.memoryMb()).isEqualTo(512);
        assertThat(configuration.handler()).isEqualTo("app.handler");
        assertThat(configuration.logging()).isEqualTo(new LoggingSettings("JSON", "INFO", "INFO", "mine"));
        assertThat(registry.resolve("hello", null).environment()).containsExactly(Map.entry("KEY", "value"));
        assertThat(registry.resolve("hello", null).logGroup()).isEqualTo("mine");
    }

    @Test
    void aDeletedFunctionIsGoneAndItsCodeOutlivesItsLastInvocation() {
        create("hello");
        time.settle();
        String digest = get("hello").code().digest();
        registry.delete("hello", null);
        assertThat(changed).containsExactly(ARN + "hello");
        refused(Kind.NOT_FOUND, "Function not found: " + ARN + "hello", () -> registry.resolve("hello", null));
        refused(Kind.NOT_FOUND, "Function not found: " + ARN + "hello", () -> registry.delete("hello", null));
        assertThat(store.load().functions()).isEmpty();

        time.advance(Duration.ofSeconds(RegistryLimits.TIMEOUT_SECONDS));
        assertThat(code.digests()).containsExactly(digest);
        time.advance(CodeKeeper.CODE_GRACE);
        assertThat(code.digests()).isEmpty();
    }

    @Test
    void codeOfAnotherFunctionIsNotCollected() {
        byte[] zip = TestZip.hello("same");
        Settings settings = SettingsTable.python("python3.11");
        registry.create(new CreateFunction("one", zip, settings, Map.of()));
        registry.create(new CreateFunction("two", zip, settings, Map.of()));
        registry.delete("one", null);
        time.advance(CodeKeeper.CODE_GRACE);
        assertThat(code.digests()).containsExactly(CodePackage.digest(zip));
    }

    @Test
    void latestCannotBeDeletedAlone() {
        create("hello");
        refused(
                Kind.INVALID_PARAMETER,
                "$LATEST version cannot be deleted without deleting the function.",
                () -> registry.delete("hello", "$LATEST"));
    }

    @Test
    void aKilledProcessGoesOnWhereItStopped() {
        FunctionRecord created = create("hello");
        code.put(TestZip.hello("of a creation that was never committed"));

        registry = open();
        assertThat(get("hello").state()).isEqualTo(new FunctionState.Pending());
        assertThat(code.digests()).containsExactly(created.code().digest());
        time.settle();
        assertThat(get("hello").state()).isEqualTo(new FunctionState.Active(""));

        registry = open();
        assertThat(registry.resolve("hello", null).revision()).isEqualTo(created.deployment());
    }

    @Test
    void aFunctionWhoseCodeIsLostFails() {
        FunctionRecord created = create("hello");
        code.remove(created.code().digest());
        time.settle();
        assertThat(get("hello").state())
                .isEqualTo(new FunctionState.Failed(
                        "The package " + created.code().digest() + " is gone.", "InvalidZipFileException"));
        registry.updateCode(newCode("hello", "other", null, false));
        time.settle();
        assertThat(get("hello").state()).isEqualTo(new FunctionState.Active(""));
    }

    @Test
    void aRefusedPackageLeavesNothing() {
        refused(
                Kind.INVALID_PARAMETER,
                "Could not unzip uploaded file. Please check your file, then try to upload again.",
                () -> registry.create(
                        new CreateFunction("hello", new byte[100], SettingsTable.python("python3.11"), Map.of())));
        assertThat(code.digests()).isEmpty();
        assertThat(store.load().functions()).isEmpty();
        refused(Kind.NOT_FOUND, "Function not found: " + ARN + "hello", () -> get("hello"));
    }

    @Test
    void listsComeInPages() {
        for (int i = 0; i < 120; i++) {
            create(String.format("f%03d", i));
        }
        FunctionPage first = registry.list(null, null);
        assertThat(first.functions()).hasSize(RegistryLimits.PAGE_SIZE);
        List<String> names = new ArrayList<>();
        FunctionPage page = registry.list(null, 7);
        page.functions().forEach(f -> names.add(f.name()));
        while (page.nextMarker() != null) {
            page = registry.list(page.nextMarker(), 7);
            page.functions().forEach(f -> names.add(f.name()));
        }
        assertThat(names).hasSize(120).isSorted().doesNotHaveDuplicates();
        refused(Kind.INVALID_PARAMETER, "Invalid pagination token provided.", () -> registry.list("%", null));
    }

    @Test
    void tagsChangeNothingElse() {
        create("hello");
        time.settle();
        FunctionRecord before = get("hello");
        registry.tag(ARN + "hello", Map.of("b", "2"));
        registry.untag(ARN + "hello", List.of("a", "unknown"));
        FunctionRecord after = get("hello");
        assertThat(after.tags()).containsExactly(Map.entry("b", "2"));
        assertThat(after.withTags(before.tags())).isEqualTo(before);
        assertThat(registry.usage()).isEqualTo(new Usage(1, TestZip.hello("hello").length));
    }

    @Test
    void aStoreThatFailsIsToldAndLeavesNothing() {
        RegistryStore full = new RegistryStore() {
            @Override
            public Contents load() {
                return new Contents(List.of(), List.of(), List.of(), Map.of());
            }

            @Override
            public void commit(List<RegistryChange> changes) {
                throw new IllegalStateException("disk full");
            }
        };
        Registry failing = Registry.create(
                time.ports(),
                new AwsScope("000000000000", "us-east-1"),
                full,
                code,
                RegistryTest::actual,
                "x86_64",
                changed::add);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> failing.create(
                        new CreateFunction("hello", TestZip.hello("x"), SettingsTable.python("python3.11"), Map.of())));
        assertThat(code.digests()).isEmpty();
        assertThat(failing.list(null, null).functions()).isEmpty();
    }
}
