package dev.hearth.neighbours.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.AwsScope;
import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.resources.ResourceTypes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever moment a process dies at, the next one brings the stack to an end, and nothing is left behind. */
class KilledStackTest {

    private static final String NAME = "s";
    private static final String BEFORE = """
            Resources:
              A: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 1}}
              B: {Type: AWS::SQS::Queue, DependsOn: A, Properties: {QueueName: b-1}}
              C: {Type: AWS::SQS::Queue, Properties: {Tag: !Ref A}}
            """;
    private static final String AFTER = """
            Resources:
              A: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 2}}
              B: {Type: AWS::SQS::Queue, DependsOn: A, Properties: {QueueName: b-2}}
              D: {Type: AWS::SQS::Queue, DependsOn: B}
            """;
    private static final String BAD =
            AFTER + "  Z: {Type: AWS::SQS::Queue, DependsOn: [A, B, D], Properties: {DelaySeconds: -1}}\n";

    private final FakeQueues queues = new FakeQueues();
    private final StackStore kept = StackStore.inMemory();
    private VirtualPorts ports = new VirtualPorts(Instant.EPOCH, 1);
    private int lives;

    /** The store, at whose writes the process may die too. */
    private StackStore mortal() {
        return (StackStore) Proxy.newProxyInstance(
                StackStore.class.getClassLoader(), new Class<?>[] {StackStore.class}, (self, method, arguments) -> {
                    boolean write = method.getName().equals("save");
                    try {
                        if (write) {
                            queues.moment();
                        }
                        Object answer = method.invoke(kept, arguments);
                        if (write) {
                            queues.moment();
                        }
                        return answer;
                    } catch (InvocationTargetException inside) {
                        throw inside.getCause();
                    }
                });
    }

    private CloudFormation begin() {
        ports = new VirtualPorts(Instant.EPOCH, ++lives);
        return CloudFormation.create(
                mortal(),
                queues,
                ResourceTypes.all(),
                Map.of(),
                URI.create("http://127.0.0.1:1"),
                ports.ports(),
                new AwsScope("000000000000", "us-east-1"));
    }

    private void settle() {
        ports.advance(Duration.ofMinutes(1));
    }

    /** Does {@code what} and dies at the moment {@code at}; then another goes on. Whether it died at all. */
    private boolean killed(int at, Consumer<CloudFormation> what) {
        queues.dieAt(at);
        boolean died = false;
        try {
            what.accept(begin());
            settle();
        } catch (FakeQueues.Killed dead) {
            died = true;
        }
        queues.dieAt(Integer.MAX_VALUE);
        queues.inTheMiddle(() -> {});
        begin().resume();
        settle();
        return died;
    }

    private static StackRequest request(String template) {
        return new StackRequest(NAME, template, null, false, Map.of(), List.of(), null, null, null, "");
    }

    private static Consumer<CloudFormation> create(String template) {
        return stacks -> stacks.create(request(template), StackOptions.DEFAULTS, "key");
    }

    private static Consumer<CloudFormation> update(String template) {
        return stacks -> stacks.update(request(template), false, "key");
    }

    private static Consumer<CloudFormation> delete() {
        return stacks -> stacks.delete(NAME, List.of(), "", "key");
    }

    private @Nullable Stack stack() {
        return kept.named(NAME);
    }

    /** The queues that there are, are those of the stack. */
    private void nothingIsLeftOver() {
        Stack stack = stack();
        TreeSet<String> own = new TreeSet<>();
        if (stack != null) {
            assertThat(stack.status().isBusy()).as("%s", stack.status()).isFalse();
            kept.resources(stack.id()).stream()
                    .filter(row -> !row.status().isGone())
                    .forEach(row -> own.add(row.physicalId()));
        }
        assertThat(queues.queues().keySet()).isEqualTo(own);
    }

    private void clean() {
        CloudFormation stacks = begin();
        stacks.delete(NAME, List.of(), "", "key");
        settle();
        assertThat(queues.queues()).isEmpty();
    }

    @Test
    void aCreationIsGivenUpByADeletion() {
        boolean died = true;
        for (int at = 0; died; at++) {
            died = killed(at, stacks -> {
                queues.inTheMiddle(() -> delete().accept(stacks));
                create(BEFORE).accept(stacks);
            });
            nothingIsLeftOver();
            assertThat(died || queues.queues().isEmpty()).isTrue();
            clean();
        }
    }

    @Test
    void aCreationGoesOn() {
        boolean died = true;
        for (int at = 0; died; at++) {
            died = killed(at, create(BEFORE));
            nothingIsLeftOver();
            Stack stack = stack();
            assertThat(stack == null || stack.status() == StackStatus.CREATE_COMPLETE)
                    .as("killed at %d: %s", at, stack)
                    .isTrue();
            assertThat(queues.queues()).hasSize(stack == null ? 0 : 3);
            clean();
        }
        assertThat(queues.queues()).isEmpty();
    }

    @Test
    void anUpdateGoesOn() {
        boolean died = true;
        for (int at = 0; died; at++) {
            killed(Integer.MAX_VALUE - 1, create(BEFORE));
            died = killed(at, update(AFTER));
            nothingIsLeftOver();
            Stack stack = stack();
            assertThat(stack).isNotNull();
            assertThat(stack.status()).isIn(StackStatus.UPDATE_COMPLETE, StackStatus.CREATE_COMPLETE);
            assertThat(queues.queues().containsKey("b-2")).isEqualTo(stack.status() == StackStatus.UPDATE_COMPLETE);
            clean();
        }
    }

    @Test
    void anUpdateThatFailsIsTakenBack() {
        boolean died = true;
        for (int at = 0; died; at++) {
            killed(Integer.MAX_VALUE - 1, create(BEFORE));
            TreeSet<String> before = new TreeSet<>(queues.queues().keySet());
            died = killed(at, update(BAD));
            nothingIsLeftOver();
            assertThat(queues.queues().keySet()).as("killed at %d", at).isEqualTo(before);
            queues.queues().forEach((name, attributes) -> {
                if (name.contains("-A-")) {
                    assertThat(attributes).containsEntry("DelaySeconds", "1");
                }
            });
            clean();
        }
    }

    @Test
    void aCreationThatFailsIsTakenBack() {
        boolean died = true;
        for (int at = 0; died; at++) {
            died = killed(at, create(BAD));
            nothingIsLeftOver();
            assertThat(queues.queues()).as("killed at %d", at).isEmpty();
            clean();
        }
    }

    @Test
    void whatIsSomebodyElsesIsNotTakenAndNotDeleted() {
        Map<String, Object> theirs = new TreeMap<>();
        queues.queues().put("b-1", theirs);
        killed(Integer.MAX_VALUE - 1, create(BEFORE));
        Stack stack = stack();
        assertThat(stack).isNotNull();
        assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        begin().delete(NAME, List.of(), "", "key");
        settle();
        assertThat(queues.queues()).containsExactly(Map.entry("b-1", theirs));
    }

    @Test
    void whatSomebodyMadeInBetweenIsNotTakenEither() {
        boolean died = true;
        int ours = 0;
        int theirs = 0;
        for (int at = 0; died; at++) {
            queues.dieAt(at);
            died = false;
            try {
                create(BEFORE).accept(begin());
                settle();
            } catch (FakeQueues.Killed dead) {
                died = true;
            }
            queues.dieAt(Integer.MAX_VALUE);
            Map<String, Object> foreign = new TreeMap<>();
            boolean isTheirs = queues.queues().putIfAbsent("b-1", foreign) == null;
            begin().resume();
            settle();
            Stack stack = stack();
            StackStatus status = stack == null ? null : stack.status();
            if (isTheirs) {
                theirs++;
                assertThat(status).isIn(null, StackStatus.ROLLBACK_COMPLETE);
                assertThat(queues.queues().get("b-1")).isSameAs(foreign);
            } else {
                ours++;
                assertThat(status).isEqualTo(StackStatus.CREATE_COMPLETE);
            }
            begin().delete(NAME, List.of(), "", "key");
            settle();
            assertThat(queues.queues().keySet()).isEqualTo(isTheirs ? Set.of("b-1") : Set.of());
            queues.queues().clear();
        }
        assertThat(theirs).isGreaterThan(5);
        assertThat(ours).isGreaterThan(5);
    }

    @Test
    void aDeletionGoesOn() {
        boolean died = true;
        int at = 0;
        for (; died; at++) {
            killed(Integer.MAX_VALUE - 1, create(BEFORE));
            died = killed(at, delete());
            nothingIsLeftOver();
            assertThat(queues.queues().size()).isIn(0, 3);
            clean();
        }
        assertThat(at).isGreaterThan(10);
    }
}
