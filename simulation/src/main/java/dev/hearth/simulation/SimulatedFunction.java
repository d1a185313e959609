package dev.hearth.simulation;

import dev.hearth.core.Fault;
import dev.hearth.services.pollerfleet.EventRules;
import dev.hearth.services.registry.FunctionVersion;
import dev.hearth.services.registry.LoggingSettings;
import dev.hearth.services.worker.EnvironmentSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One function of the account: its code, the version that its alias means, and what is configured for it. */
final class SimulatedFunction {

    /** The alias that every function has. */
    static final String ALIAS = "live";

    private static final String LATEST = "$LATEST";
    private static final int STORAGE_MB = 512;
    private static final int TENANTS = 5;

    private final String name;
    private final int memoryMb;
    private final Duration timeout;
    private final boolean tenants;
    private int revision;
    private int version;
    private EnvironmentSpec latest;
    private EnvironmentSpec live;
    private final EventRules rules;
    private boolean deleted;
    private int lives;
    private int provisioned;

    SimulatedFunction(int number, int memoryMb, Duration timeout, boolean tenants) {
        this(number, memoryMb, timeout, tenants, EventRules.DEFAULTS);
    }

    /** {@code rules} are what its owner says of its events. */
    SimulatedFunction(int number, int memoryMb, Duration timeout, boolean tenants, EventRules rules) {
        this.rules = rules;
        this.name = "f" + number;
        this.memoryMb = memoryMb;
        this.timeout = timeout;
        this.tenants = tenants;
        this.revision = 1;
        this.version = 1;
        this.latest = spec(LATEST);
        this.live = spec("1");
    }

    private EnvironmentSpec spec(String ofVersion) {
        return new EnvironmentSpec(
                arn(),
                name,
                ofVersion,
                "r" + revision,
                "provided.al2023",
                "bootstrap",
                timeout,
                memoryMb,
                STORAGE_MB,
                Map.of(),
                name + "-" + revision,
                "/aws/lambda/" + name,
                List.of(),
                EnvironmentSpec.LogControls.TEXT,
                "",
                EnvironmentSpec.Initialization.ON_DEMAND);
    }

    String name() {
        return name;
    }

    String arn() {
        return "arn:" + name;
    }

    /** What a qualifier means now; the empty one means {@code $LATEST}. */
    EnvironmentSpec resolve(String qualifier, int draw) {
        EnvironmentSpec spec = qualifier.isEmpty() ? latest : live;
        return tenants ? spec.ofTenant("t" + Math.floorMod(draw, TENANTS)) : spec;
    }

    EnvironmentSpec live() {
        return live;
    }

    boolean hasTenants() {
        return tenants;
    }

    long timeoutNanos() {
        return timeout.toNanos();
    }

    void updateCode() {
        revision++;
        latest = spec(LATEST);
    }

    /** A new version of {@code $LATEST}'s code; the alias means it from now on. */
    void publish() {
        version++;
        live = spec(Integer.toString(version));
    }

    boolean deleted() {
        return deleted;
    }

    EventRules rules() {
        return rules;
    }

    /** How often it was deleted. */
    int lives() {
        return lives;
    }

    /** What the registry says of it; a qualifier that is null or empty means {@code $LATEST}. */
    FunctionVersion resolved(@Nullable String qualifier) {
        if (deleted) {
            throw new Fault(Fault.Kind.NOT_FOUND, "Function not found: " + arn()).asException();
        }
        EnvironmentSpec spec = qualifier == null || qualifier.isEmpty() ? latest : live;
        return new FunctionVersion(
                arn(),
                name,
                spec.version(),
                spec.revision(),
                spec.runtime(),
                spec.handler(),
                timeout,
                memoryMb,
                STORAGE_MB,
                Map.of(),
                spec.codeDigest(),
                spec.logGroup(),
                List.of(),
                new LoggingSettings("Text", "", "", spec.logGroup()),
                tenants,
                false);
    }

    /** A tenant for an invocation, or null when it has none. */
    @Nullable
    String tenant(long draw) {
        return tenants ? "t" + Math.floorMod(draw, TENANTS) : null;
    }

    void delete() {
        lives++;
        deleted = true;
        provisioned = 0;
    }

    void createAgain() {
        deleted = false;
        updateCode();
        publish();
    }

    int provisioned() {
        return provisioned;
    }

    void provisioned(int environments) {
        provisioned = environments;
    }

    @Override
    public String toString() {
        return name;
    }
}
