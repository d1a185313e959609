package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.services.registry.Configuration;
import dev.hearth.services.registry.FunctionPart;
import dev.hearth.services.registry.FunctionRecord;
import dev.hearth.services.registry.FunctionState;
import dev.hearth.services.registry.LayerUse;
import dev.hearth.services.registry.LayerVersion;
import dev.hearth.services.registry.LoggingSettings;
import dev.hearth.services.registry.PolicyDocument;
import dev.hearth.services.registry.PolicyStatement;
import dev.hearth.services.registry.RegistryChange;
import dev.hearth.services.registry.RegistryStore;
import dev.hearth.services.registry.StoredCode;
import dev.hearth.services.registry.UpdateStatus;
import dev.hearth.services.registry.VpcSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("both-engines")
class FunctionTablesTest {

    @TempDir
    Path folder;

    private TestDatabase database;
    private RegistryStore store;

    @BeforeEach
    void open() {
        database = TestDatabase.in(folder);
        store = FunctionTables.create(database.database());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void put(FunctionRecord function) {
        store.commit(List.of(new RegistryChange.PutFunction(function)));
    }

    private static FunctionRecord function(String name, FunctionState state, UpdateStatus update) {
        return new FunctionRecord(
                name,
                FunctionRecord.LATEST,
                new Configuration(
                        "says \"hello\" to naïve\n people 🔥",
                        "python3.11",
                        "app.handler",
                        "arn:aws:iam::000000000000:role/any",
                        30,
                        1024,
                        2048,
                        Map.of("KEY", "value", "EMPTY", "", "QUOTE", "\"\\\u0001"),
                        "arm64",
                        "Active",
                        "arn:aws:sqs:us-east-1:000000000000:dead",
                        "arn:aws:kms:us-east-1:000000000000:key/1",
                        new VpcSettings(List.of("subnet-1", "subnet-2"), List.of("sg-1"), true),
                        new LoggingSettings("JSON", "DEBUG", "WARN", "/my/group"),
                        "PublishedVersions",
                        List.of(new LayerUse("arn:layer:1", new StoredCode("cd".repeat(32), 1, 2))),
                        "PER_TENANT"),
                new StoredCode("ab".repeat(32), 5_000_000_000L, 6_000_000_000L),
                state,
                update,
                Instant.parse("2026-11-23T15:00:00.123Z"),
                "revision",
                "deployment",
                Map.of("tag", "value"));
    }

    @Test
    void whatIsPutComesBackWholeAfterARestart() {
        List<FunctionRecord> functions = List.of(
                function("a", new FunctionState.Pending(), new UpdateStatus.Successful()),
                function("b", new FunctionState.Active("a note"), new UpdateStatus.InProgress()),
                function("c", new FunctionState.Failed("why", "Code"), new UpdateStatus.Failed("why not", "Other")));
        functions.forEach(this::put);
        assertThat(FunctionTables.create(database.reopen()).load().functions())
                .containsExactlyInAnyOrderElementsOf(functions);
    }

    @Test
    void aSecondPutReplacesAndADeleteForgets() {
        FunctionRecord first = function("a", new FunctionState.Pending(), new UpdateStatus.Successful());
        FunctionRecord second = function("a", new FunctionState.Active(""), new UpdateStatus.Successful());
        put(first);
        put(second);
        assertThat(store.load().functions()).containsExactly(second);
        store.commit(List.of(new RegistryChange.DropFunction("a")));
        store.commit(List.of(new RegistryChange.DropFunction("never there")));
        assertThat(FunctionTables.create(database.reopen()).load().functions()).isEmpty();
    }

    @Test
    void aConfigurationOfAnOlderProgramGetsTheDefaults() {
        Configuration read = ConfigurationDocument.read("{\"runtime\":\"python3.11\",\"unknown\":[1,{\"x\":true}]}");
        assertThat(read.runtime()).isEqualTo("python3.11");
        assertThat(read.timeoutSeconds()).isEqualTo(3);
        assertThat(read.memoryMb()).isEqualTo(128);
        assertThat(read.ephemeralStorageMb()).isEqualTo(512);
        assertThat(read.vpc()).isEqualTo(VpcSettings.NONE);
        assertThat(read.snapStart()).isEqualTo("None");
    }

    @Test
    void everyKindOfPartLayerAndCountComesBack() {
        PolicyDocument policy = new PolicyDocument(
                List.of(new PolicyStatement(
                        "sid",
                        new PolicyStatement.Principal(PolicyStatement.Principal.Kind.SERVICE, "s3.amazonaws.com"),
                        "lambda:InvokeFunction",
                        "arn:function",
                        List.of(new PolicyStatement.Condition("ArnLike", "AWS:SourceArn", "arn:bucket")))),
                "revision");
        List<FunctionPart> parts = List.of(
                new FunctionPart.Alias("a", "live", "1", "words", Map.of("2", 0.1), "revision"),
                new FunctionPart.Policy("a", "1", policy),
                new FunctionPart.EventInvoke("a", "live", 1, null, "", "arn:queue", Instant.EPOCH),
                new FunctionPart.EventInvoke("a", "$LATEST", null, 60, "arn:queue", "", Instant.EPOCH),
                new FunctionPart.RuntimeManagement("a", "1", "Manual", "arn:runtime"),
                new FunctionPart.Recursion("a", "Allow"));
        LayerVersion layer = new LayerVersion(
                "layer",
                7,
                "words",
                "MIT",
                List.of("python3.11"),
                List.of("arm64"),
                Instant.EPOCH,
                new StoredCode("ab".repeat(32), 1, 2),
                policy);
        parts.forEach(part -> store.commit(List.of(new RegistryChange.PutPart(part))));
        store.commit(List.of(
                new RegistryChange.PutLayer(layer),
                new RegistryChange.Count(RegistryChange.Series.LAYER, "layer", 7),
                new RegistryChange.Count(RegistryChange.Series.FUNCTION, "a", 3)));
        RegistryStore.Contents contents =
                FunctionTables.create(database.reopen()).load();
        assertThat(contents.parts()).containsExactlyInAnyOrderElementsOf(parts);
        assertThat(contents.layers()).containsExactly(layer);
        assertThat(contents.counts())
                .containsEntry(RegistryChange.Series.LAYER, Map.of("layer", 7L))
                .containsEntry(RegistryChange.Series.FUNCTION, Map.of("a", 3L));

        RegistryStore reopened = FunctionTables.create(database.database());
        reopened.commit(List.of(new RegistryChange.DropVersion("a", "1"), new RegistryChange.DropLayer("layer", 7)));
        assertThat(reopened.load().layers()).isEmpty();
        assertThat(reopened.load().parts()).hasSize(4);
        reopened.commit(List.of(new RegistryChange.DropFunction("a")));
        assertThat(reopened.load().parts()).isEmpty();
        assertThat(reopened.load().counts()).containsEntry(RegistryChange.Series.FUNCTION, Map.of("a", 3L));
    }
}
