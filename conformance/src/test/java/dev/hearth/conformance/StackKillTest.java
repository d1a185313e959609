package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.StackResource;

/**
 * {@code kill -9} of a whole Hearth in the middle of a stack's creation, update, rollback and deletion: the next one
 * brings the operation to an end by itself, and what the services have is what the stack has. {@code -Dhearth.kills=50}
 * is the long form, {@code -Dhearth.store=postgres} has it on PostgreSQL.
 */
@Tag("slow")
class StackKillTest {

    private static final int KILLS = Integer.getInteger("hearth.kills", 4);
    private static final Duration LONG = Duration.ofSeconds(180);
    private static final String NAME = "killed";
    private static final String GONE = "gone";

    /** What is under way when the kill comes, and how it may end. */
    private enum Kind {
        CREATE(Set.of("CREATE_COMPLETE", "ROLLBACK_COMPLETE", GONE)),
        UPDATE(Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")),
        ROLLBACK(Set.of("CREATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")),
        DELETE(Set.of("CREATE_COMPLETE", GONE));

        private final Set<String> ends;

        Kind(Set<String> ends) {
            this.ends = ends;
        }
    }

    @TempDir
    private Path home;

    private final Map<Kind, Integer> lives = new EnumMap<>(Kind.class);
    private int inTheMiddle;
    private int rolledBack;

    @Test
    void whateverIsUnderWayEndsAndNothingIsLeftOver() {
        try (ChosenStore store = ChosenStore.open()) {
            kills(store.options());
        }
    }

    private void kills(String... more) {
        long seed = Long.getLong("hearth.seed", System.nanoTime());
        System.out.println("StackKillTest: -Dhearth.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        ChildHearth hearth = ChildHearth.start(home, more);
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                Kind kind = Kind.values()[kill % Kind.values().length];
                Clients clients = clients(hearth);
                if (kind != Kind.CREATE) {
                    begin(Kind.CREATE, clients.cloudFormation());
                    assertThat(settled(clients.cloudFormation())).isEqualTo("CREATE_COMPLETE");
                }
                begin(kind, clients.cloudFormation());
                int most = lives.getOrDefault(kind, 800);
                int life = random.nextInt(most);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(life));
                boolean middle = status(clients.cloudFormation()).endsWith("IN_PROGRESS");
                hearth.kill();
                System.out.println("StackKillTest: kill " + kill + " of " + kind + " after " + life + " ms"
                        + (middle ? ", in the middle" : ""));
                lives.put(kind, middle ? most * 5 / 4 : Math.max(50, life));
                inTheMiddle += middle ? 1 : 0;
                hearth = ChildHearth.start(home, more);
                check(clients(hearth), kind, kill);
            }
            System.out.println("StackKillTest: " + KILLS + " kills, " + inTheMiddle + " in the middle, " + rolledBack
                    + " rolled back, lives up to " + lives);
        } finally {
            hearth.close();
        }
    }

    private static Clients clients(ChildHearth hearth) {
        return new Clients(hearth.endpoint(), hearth.keys());
    }

    private static void begin(Kind kind, CloudFormationClient stacks) {
        switch (kind) {
            case CREATE ->
                stacks.createStack(request -> request.stackName(NAME)
                        .templateBody(KilledApplication.BEFORE)
                        .capabilities(Capability.CAPABILITY_NAMED_IAM));
            case UPDATE, ROLLBACK ->
                stacks.updateStack(request -> request.stackName(NAME)
                        .templateBody(kind == Kind.UPDATE ? KilledApplication.AFTER : KilledApplication.BAD)
                        .capabilities(Capability.CAPABILITY_NAMED_IAM));
            case DELETE -> stacks.deleteStack(request -> request.stackName(NAME));
        }
    }

    private static String status(CloudFormationClient stacks) {
        try {
            return stacks.describeStacks(request -> request.stackName(NAME))
                    .stacks()
                    .getFirst()
                    .stackStatusAsString();
        } catch (CloudFormationException missing) {
            return GONE;
        }
    }

    private static String settled(CloudFormationClient stacks) {
        try {
            return await().atMost(LONG)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> status(stacks), status -> !status.endsWith("IN_PROGRESS"));
        } catch (ConditionTimeoutException stuck) {
            throw new AssertionError("it does not end:" + events(stacks), stuck);
        }
    }

    private void check(Clients clients, Kind kind, int kill) {
        CloudFormationClient stacks = clients.cloudFormation();
        String status = settled(stacks);
        String what = "kill " + kill + " in " + kind + ", ended " + status;
        assertThat(status).as(() -> what + events(stacks)).isIn(kind.ends);
        rolledBack += status.contains("ROLLBACK") ? 1 : 0;
        Set<String> own = new TreeSet<>();
        if (!status.equals(GONE)) {
            List<StackResource> resources = stacks.describeStackResources(request -> request.stackName(NAME))
                    .stackResources();
            resources.stream()
                    .filter(KilledApplication::isListed)
                    .filter(each -> !each.resourceStatusAsString().equals("DELETE_COMPLETE"))
                    .forEach(each -> own.add(KilledApplication.named(each)));
            assertThat(own).as(what).hasSize(status.equals("ROLLBACK_COMPLETE") ? 0 : KilledApplication.LISTED);
        }
        assertThat(KilledApplication.there(clients))
                .as(() -> what + events(stacks))
                .isEqualTo(own);
        if (!status.equals(GONE)) {
            begin(Kind.DELETE, stacks);
            assertThat(settled(stacks)).as(() -> what + events(stacks)).isEqualTo(GONE);
            assertThat(KilledApplication.there(clients)).as(what).isEmpty();
        }
    }

    private static String events(CloudFormationClient stacks) {
        try {
            StringBuilder text = new StringBuilder();
            stacks.describeStackEvents(request -> request.stackName(NAME))
                    .stackEvents()
                    .forEach(event -> text.append("\n  ")
                            .append(event.logicalResourceId())
                            .append(' ')
                            .append(event.resourceStatusAsString())
                            .append(' ')
                            .append(event.resourceStatusReason()));
            return text.toString();
        } catch (CloudFormationException gone) {
            return "";
        }
    }
}
