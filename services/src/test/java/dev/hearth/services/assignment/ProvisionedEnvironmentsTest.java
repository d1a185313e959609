package dev.hearth.services.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Environments that are started ahead. */
class ProvisionedEnvironmentsTest extends AssignmentFixture {

    @Test
    void provisionedEnvironmentsAreStartedAheadKeptAndReplaced() {
        EnvironmentSpec one = spec("hello", "1", "r1");
        assignment.provision(one, "prod", 2);
        assertThat(worker.starts()).hasSize(2);
        assertThat(worker.specs().getFirst().initialization())
                .isEqualTo(EnvironmentSpec.Initialization.PROVISIONED_CONCURRENCY);
        worker.ready(0, "p0");
        assertThat(status()).isEqualTo(new ProvisionedStatus(2, 1, ProvisionedStatus.State.IN_PROGRESS, ""));
        worker.ready(1, "p1");
        assertThat(status()).isEqualTo(new ProvisionedStatus(2, 2, ProvisionedStatus.State.READY, ""));
        assertThat(available).containsEntry("prod", 2);

        ports.advance(Duration.ofHours(1));
        assertThat(worker.destroyed()).isEmpty();
        worker.gone("p0");
        assertThat(available).containsEntry("prod", 1);
        assertThat(worker.starts()).hasSize(3);
        worker.ready(2, "p2");
        assertThat(available).containsEntry("prod", 2);
    }

    @Test
    void provisionedEnvironmentsServeTheirQualifierAlone() {
        EnvironmentSpec one = spec("hello", "1", "r1");
        assignment.provision(one, "prod", 1);
        worker.ready(0, "p0");
        assertThat(acquire(one).waits()).isTrue();
        Told provisioned = acquire(one, "prod");
        assertThat(provisioned.id()).isEqualTo("p0");
        assertThat(acquire(one, "prod").waits()).isTrue();
        assignment.release(provisioned.environment(), false);
        assertThat(worker.specs().getLast().initialization())
                .isEqualTo(EnvironmentSpec.Initialization.PROVISIONED_CONCURRENCY);
    }

    @Test
    void provisionedConcurrencyFollowsItsAliasAndEnds() {
        assignment.provision(spec("hello", "1", "r1"), "prod", 1);
        worker.ready(0, "p0");
        assignment.provision(spec("hello", "2", "r2"), "prod", 1);
        assertThat(worker.destroyed()).containsExactly("p0");
        worker.ready(1, "p1");
        assertThat(acquire(spec("hello", "2", "r2"), "prod").id()).isEqualTo("p1");
        assignment.unprovision("arn:hello", "prod");
        assertThat(assignment.provisioned("arn:hello", "prod")).isEmpty();
    }

    @Test
    void provisionedConcurrencyThatKeepsFailingSaysSoAndBacksOff() {
        assignment.provision(spec("hello", "1", "r1"), "prod", 1);
        for (int i = 0; i < AssignmentLimits.PROVISION_FAILURES; i++) {
            ports.advance(Duration.ofSeconds(1));
            worker.starts().get(i).complete(new EnvironmentStart.Started("bad" + i, false));
        }
        assertThat(status().state()).isEqualTo(ProvisionedStatus.State.FAILED);
        assertThat(worker.destroyed()).containsExactly("bad0", "bad1", "bad2");
        assertThat(worker.starts()).hasSize(3);
        ports.advance(Duration.ofSeconds(1));
        worker.ready(3, "good");
        assertThat(status().state()).isEqualTo(ProvisionedStatus.State.READY);
    }

    private ProvisionedStatus status() {
        return assignment.provisioned("arn:hello", "prod").orElseThrow();
    }
}
