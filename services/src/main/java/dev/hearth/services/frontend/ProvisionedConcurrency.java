package dev.hearth.services.frontend;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.assignment.ProvisionedStatus;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.registry.FunctionRecord;
import dev.hearth.services.registry.FunctionVersion;
import dev.hearth.services.registry.Registry;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Provisioned concurrency: the part of {@link FunctionConcurrency} that has environments. Every change runs in {@code
 * changing}, which lets them come one at a time.
 */
final class ProvisionedConcurrency {

    /** When a version that was not active is looked at again. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(ProvisionedConcurrency.class);

    private final Registry registry;
    private final Counting counting;
    private final Assignment assignment;
    private final ConcurrencyStore store;
    private final Ports ports;
    private final Consumer<Runnable> changing;

    /** By name and qualifier; a space is in neither. */
    private final NavigableMap<String, ConcurrencyStore.Provisioned> known = new ConcurrentSkipListMap<>();

    ProvisionedConcurrency(
            Registry registry,
            Counting counting,
            Assignment assignment,
            ConcurrencyStore store,
            Ports ports,
            Consumer<Runnable> changing) {
        this.registry = registry;
        this.counting = counting;
        this.assignment = assignment;
        this.store = store;
        this.ports = ports;
        this.changing = changing;
    }

    private static String key(String name, String qualifier) {
        return name + " " + qualifier;
    }

    private NavigableMap<String, ConcurrencyStore.Provisioned> of(String name) {
        return known.subMap(name + " ", true, name + "!", false);
    }

    void load() {
        for (ConcurrencyStore.Provisioned config : store.provisioned()) {
            known.put(key(config.function(), config.qualifier()), config);
            FunctionConcurrency.restore(
                    config.function(),
                    () -> counting.putProvisionedConcurrency(
                            registry.arn(config.function()), config.qualifier(), config.requested()));
            changing.accept(() -> apply(config));
        }
    }

    /** Starts the environments of the version that the qualifier means now, or forgets it when it means nothing. */
    private void apply(ConcurrencyStore.Provisioned config) {
        String name = config.function();
        try {
            FunctionRecord target = target(name, config.qualifier());
            FunctionVersion version = registry.resolve(name, target.version());
            assignment.provision(FrontendDecisions.spec(version, null), config.qualifier(), config.requested());
        } catch (FaultException e) {
            if (e.fault().kind() == Fault.Kind.CONFLICT) {
                ports.timers().after(LOOK_AGAIN, () -> ports.tasks().start("provision-" + name, () -> refresh(name)));
            } else {
                LOG.info("{}:{} has no provisioned concurrency any more: {}", name, config.qualifier(), e.getMessage());
                remove(name, config.qualifier());
            }
        }
    }

    private FunctionRecord target(String name, String qualifier) {
        return registry.get("lambda:PutProvisionedConcurrencyConfig", name, qualifier);
    }

    void refresh(String name) {
        changing.accept(() -> List.copyOf(of(name).values()).forEach(this::apply));
    }

    Concurrency.Provisioned put(String function, @Nullable String qualifier, @Nullable Integer environments) {
        if (environments == null) {
            throw missing("provisionedConcurrentExecutions");
        }
        String alias = required(qualifier);
        FunctionRecord target = target(function, alias);
        String name = target.name();
        String arn = registry.arn(name);
        changing.accept(() -> {
            requireOneOfVersion(name, alias, target.version());
            ConcurrencyStore.Provisioned before = known.get(key(name, alias));
            ConcurrencyStore.Provisioned config = new ConcurrencyStore.Provisioned(
                    name, alias, environments, ports.time().instant());
            counting.putProvisionedConcurrency(arn, alias, environments);
            FunctionConcurrency.orUndo(() -> keep(config, target.version()), () -> {
                if (before == null) {
                    remove(name, alias);
                } else {
                    counting.putProvisionedConcurrency(arn, alias, before.requested());
                }
            });
        });
        return view(Objects.requireNonNull(known.get(key(name, alias))));
    }

    private void keep(ConcurrencyStore.Provisioned config, String version) {
        FunctionVersion resolved = registry.resolve(config.function(), version);
        if (resolved.tenantIsolation()) {
            throw new Fault(
                            Fault.Kind.INVALID_PARAMETER,
                            "Provisioned Concurrency Configs cannot be applied to functions with tenancy"
                                    + " configuration.")
                    .asException();
        }
        store.put(config);
        known.put(key(config.function(), config.qualifier()), config);
        assignment.provision(FrontendDecisions.spec(resolved, null), config.qualifier(), config.requested());
    }

    /** A version has provisioned concurrency of its own or by one alias. */
    private void requireOneOfVersion(String name, String qualifier, String version) {
        for (ConcurrencyStore.Provisioned other : of(name).values()) {
            boolean same = !other.qualifier().equals(qualifier)
                    && target(name, other.qualifier()).version().equals(version);
            if (same) {
                throw new Fault(
                                Fault.Kind.INVALID_PARAMETER,
                                qualifier.equals(version)
                                        ? "Version is pointed by a Provisioned Concurrency alias"
                                        : "Alias can't be used for Provisioned Concurrency configuration on an already"
                                                + " Provisioned version")
                        .asException();
            }
        }
    }

    Concurrency.Provisioned get(String function, @Nullable String qualifier) {
        String alias = required(qualifier);
        String name = registry.get("lambda:GetProvisionedConcurrencyConfig", function, alias)
                .name();
        ConcurrencyStore.Provisioned config = known.get(key(name, alias));
        if (config == null) {
            throw new Fault(
                            Fault.Kind.NOT_FOUND,
                            "No Provisioned Concurrency Config found for this function",
                            Concurrency.NO_PROVISIONED_CONFIG)
                    .asException();
        }
        return view(config);
    }

    Concurrency.Page list(String function, @Nullable String marker, @Nullable Integer maxItems) {
        String name = registry.get("lambda:ListProvisionedConcurrencyConfigs", function, null)
                .name();
        int most = maxItems == null ? Concurrency.PROVISIONED_PAGE : maxItems;
        if (most < 1 || most > Concurrency.PROVISIONED_PAGE) {
            throw new Fault(
                            Fault.Kind.VALIDATION,
                            "1 validation error detected: Value '" + most + "' at 'maxItems' failed to satisfy"
                                    + " constraint: Member must have value between 1 and "
                                    + Concurrency.PROVISIONED_PAGE)
                    .asException();
        }
        List<ConcurrencyStore.Provisioned> rest = of(name).values().stream()
                .filter(config -> marker == null || config.qualifier().compareTo(marker) > 0)
                .limit(most + 1L)
                .toList();
        List<ConcurrencyStore.Provisioned> page = rest.subList(0, Math.min(most, rest.size()));
        return new Concurrency.Page(
                page.stream().map(this::view).toList(),
                rest.size() > most ? page.getLast().qualifier() : null);
    }

    void delete(String function, @Nullable String qualifier) {
        String alias = required(qualifier);
        String name = registry.get("lambda:DeleteProvisionedConcurrencyConfig", function, null)
                .name();
        changing.accept(() -> remove(name, alias));
    }

    private void remove(String name, String qualifier) {
        store.deleteProvisioned(name, qualifier);
        known.remove(key(name, qualifier));
        counting.deleteProvisionedConcurrency(registry.arn(name), qualifier);
        assignment.unprovision(registry.arn(name), qualifier);
    }

    /** The function is no more, and what is kept of it is forgotten elsewhere. */
    void forget(String name) {
        of(name).clear();
    }

    private Concurrency.Provisioned view(ConcurrencyStore.Provisioned config) {
        String arn = registry.arn(config.function());
        ProvisionedStatus status = assignment
                .provisioned(arn, config.qualifier())
                .orElseGet(() -> new ProvisionedStatus(config.requested(), 0, ProvisionedStatus.State.IN_PROGRESS, ""));
        return new Concurrency.Provisioned(arn + ":" + config.qualifier(), status, config.lastModified());
    }

    private static String required(@Nullable String qualifier) {
        if (qualifier == null) {
            throw missing("qualifier");
        }
        return qualifier;
    }

    static FaultException missing(String member) {
        return new Fault(
                        Fault.Kind.VALIDATION,
                        "1 validation error detected: Value null at '" + member
                                + "' failed to satisfy constraint: Member must not be null")
                .asException();
    }
}
