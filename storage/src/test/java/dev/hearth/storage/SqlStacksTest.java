package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.neighbours.cloudformation.ChangeSet;
import dev.hearth.neighbours.cloudformation.PlannedChange;
import dev.hearth.neighbours.cloudformation.ResourceStatus;
import dev.hearth.neighbours.cloudformation.Stack;
import dev.hearth.neighbours.cloudformation.StackEvent;
import dev.hearth.neighbours.cloudformation.StackOperation;
import dev.hearth.neighbours.cloudformation.StackOutput;
import dev.hearth.neighbours.cloudformation.StackResource;
import dev.hearth.neighbours.cloudformation.StackSettings;
import dev.hearth.neighbours.cloudformation.StackStatus;
import dev.hearth.neighbours.cloudformation.StackStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("both-engines")
class SqlStacksTest {

    private static final String ID = "arn:aws:cloudformation:us-east-1:000000000000:stack/s/1";
    private static final String OTHER = "arn:aws:cloudformation:us-east-1:000000000000:stack/t/2";
    private static final StackSettings SETTINGS = new StackSettings(
            "Resources: {ü: 1}",
            "{\"Resources\":{}}",
            Map.of("P", "v"),
            Map.of("P", "v", "L", List.of("a", "b"), "AWS::Region", "us-east-1"),
            Map.of("tag", "it's"),
            List.of("CAPABILITY_IAM"),
            List.of("arn:topic"),
            "arn:role");
    private static final StackOperation OPERATION = new StackOperation(
            "op",
            StackOperation.Kind.UPDATE,
            StackOperation.Phase.ROLLBACK_CLEANUP,
            SETTINGS,
            "AKIA",
            "token",
            StackOperation.OnFailure.DO_NOTHING,
            List.of("Kept"),
            7,
            60_000);

    @TempDir
    private Path folder;

    private static Stack stack(String id, String name, StackStatus status, @Nullable StackOperation operation) {
        return new Stack(
                id,
                name,
                status,
                "because",
                5,
                6,
                status == StackStatus.DELETE_COMPLETE ? 9 : 0,
                SETTINGS,
                operation,
                List.of(new StackOutput("Out", "value", "words", "exported")),
                true,
                true,
                "{}",
                "parent",
                "root",
                "set",
                3);
    }

    private static StackResource resource(int generation, @Nullable Map<String, Object> attempted) {
        return new StackResource(
                ID,
                "R",
                generation,
                generation == 1,
                "AWS::SQS::Queue",
                attempted == null ? "http://q" : "",
                attempted == null ? ResourceStatus.CREATE_COMPLETE : ResourceStatus.CREATE_IN_PROGRESS,
                "why",
                Map.of("Deep", Map.of("List", List.of("x", new BigDecimal("1.5"), true))),
                attempted,
                Map.of("Arn", "arn:q"),
                Map.of("k", "v"),
                List.of("Before"),
                "Retain",
                "Delete",
                Map.of("M", "m"),
                8,
                "op");
    }

    private static StackEvent event(long number) {
        return new StackEvent(ID, number, "e" + number, "R", "p", "AWS::SQS::Queue", "CREATE_COMPLETE", "r", "t", 4);
    }

    private static ChangeSet changeSet(String id) {
        return new ChangeSet(
                id,
                "name",
                ID,
                true,
                "words",
                5,
                "CREATE_COMPLETE",
                "",
                "AVAILABLE",
                SETTINGS,
                List.of(new PlannedChange(
                        PlannedChange.Action.MODIFY,
                        "R",
                        "p",
                        "AWS::SQS::Queue",
                        PlannedChange.Replacement.MAYBE,
                        List.of("DelaySeconds"),
                        List.of("KmsMasterKeyId"))),
                StackOperation.OnFailure.DELETE);
    }

    private static StackStore.Unit only(Stack stack) {
        return new StackStore.Unit(stack, List.of(), List.of(), List.of(), List.of(), null, null);
    }

    @Test
    void keepsAStackWithAllThatIsItsOverARestart() {
        Stack busy = stack(ID, "s", StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, OPERATION);
        StackResource old = resource(0, null);
        StackResource next = resource(1, Map.of("DelaySeconds", "2"));
        try (TestDatabase file = TestDatabase.in(folder)) {
            StackStore store = new SqlStacks(file.database());
            assertThat(store.isAnyBusy()).isFalse();
            store.save(new StackStore.Unit(
                    busy,
                    List.of(old, next),
                    List.of(event(1), event(2), event(3)),
                    List.of(changeSet("one"), changeSet("two")),
                    List.of(),
                    Map.of("exported", "value"),
                    Set.of("theirs")));
            store = new SqlStacks(file.reopen());

            assertThat(store.isAnyBusy()).isTrue();
            assertThat(store.busy()).containsExactly(busy);
            assertThat(store.byId(ID)).isEqualTo(busy);
            assertThat(store.named("s")).isEqualTo(busy);
            assertThat(store.named("t")).isNull();
            assertThat(store.resources(ID)).containsExactly(old, next);
            assertThat(store.events(ID, 3, 1)).containsExactly(event(2));
            assertThat(store.events(ID, Long.MAX_VALUE, 10)).containsExactly(event(3), event(2), event(1));
            assertThat(store.changeSets(ID)).containsExactly(changeSet("one"), changeSet("two"));
            assertThat(store.exports()).containsExactly(Map.entry("exported", export("value")));
            assertThat(store.importers("theirs")).containsExactly(ID);
        }
    }

    private static StackStore.Export export(String value) {
        return new StackStore.Export("exported", value, ID);
    }

    @Test
    void whatIsWrittenAgainReplacesAndWhatIsNotSaidStays() {
        Stack rest = stack(ID, "s", StackStatus.CREATE_COMPLETE, null);
        try (TestDatabase file = TestDatabase.in(folder)) {
            StackStore store = new SqlStacks(file.database());
            store.save(new StackStore.Unit(
                    stack(ID, "s", StackStatus.CREATE_IN_PROGRESS, OPERATION),
                    List.of(resource(1, Map.of("a", "b"))),
                    List.of(event(1)),
                    List.of(changeSet("one"), changeSet("two")),
                    List.of(),
                    Map.of("exported", "value"),
                    Set.of("theirs", "others")));
            store.save(new StackStore.Unit(
                    rest, List.of(resource(1, null)), List.of(event(2)), List.of(), List.of("one"), null, null));

            assertThat(store.isAnyBusy()).isFalse();
            assertThat(store.byId(ID)).isEqualTo(rest);
            assertThat(store.resources(ID)).containsExactly(resource(1, null));
            assertThat(store.events(ID, Long.MAX_VALUE, 10)).containsExactly(event(2), event(1));
            assertThat(store.changeSets(ID)).containsExactly(changeSet("two"));
            assertThat(store.exports()).containsOnlyKeys("exported");
            assertThat(store.importers("others")).containsExactly(ID);

            store.save(
                    new StackStore.Unit(rest, List.of(), List.of(), List.of(), List.of(), Map.of(), Set.of("theirs")));
            assertThat(store.exports()).isEmpty();
            assertThat(store.importers("others")).isEmpty();
            assertThat(store.importers("theirs")).containsExactly(ID);
        }
    }

    @Test
    void aDeletedStackGivesItsNameBackAndIsForgottenWhole() {
        Stack gone = stack(ID, "s", StackStatus.DELETE_COMPLETE, null);
        Stack next = stack(OTHER, "s", StackStatus.CREATE_COMPLETE, null);
        try (TestDatabase file = TestDatabase.in(folder)) {
            StackStore store = new SqlStacks(file.database());
            store.save(new StackStore.Unit(
                    gone,
                    List.of(resource(1, null)),
                    List.of(event(1)),
                    List.of(changeSet("one")),
                    List.of(),
                    Map.of("exported", "value"),
                    Set.of("theirs")));
            assertThat(store.named("s")).isNull();
            store.save(only(next));

            assertThat(store.named("s")).isEqualTo(next);
            assertThat(store.stacks()).containsExactlyInAnyOrder(gone, next);
            store.forget(ID);
            assertThat(store.stacks()).containsExactly(next);
            assertThat(store.resources(ID)).isEmpty();
            assertThat(store.events(ID, Long.MAX_VALUE, 10)).isEmpty();
            assertThat(store.changeSets(ID)).isEmpty();
            assertThat(store.exports()).isEmpty();
            assertThat(store.importers("theirs")).isEmpty();
        }
    }
}
