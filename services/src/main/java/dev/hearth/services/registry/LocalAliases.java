package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The shell around {@link AliasDecisions}. */
final class LocalAliases implements Aliases {

    private final Ports ports;
    private final RegistryMemory memory;
    private final Registry.Listener listener;

    LocalAliases(Ports ports, RegistryMemory memory, Registry.Listener listener) {
        this.ports = ports;
        this.memory = memory;
        this.listener = listener;
    }

    @Override
    public FunctionPart.Alias create(Wish wish) {
        FunctionReference reference = reference("lambda:CreateAlias", wish.function());
        AliasDecisions.checkModel(wish, true);
        return commit(
                () -> AliasDecisions.created(memory.family(reference), wish, memory.arn(reference.name()), revision()));
    }

    @Override
    public FunctionPart.Alias get(String function, String name) {
        FunctionReference reference = reference("lambda:GetAlias", function);
        AliasDecisions.checkModel(new Wish(function, name, null, null, null, null), false);
        FunctionPart.Alias alias = memory.family(reference).alias(name);
        if (alias == null) {
            throw new Fault(Fault.Kind.NOT_FOUND, "Cannot find alias arn: " + memory.arn(reference.name()) + ":" + name)
                    .asException();
        }
        return alias;
    }

    @Override
    public FunctionPart.Alias update(Wish wish) {
        FunctionReference reference = reference("lambda:UpdateAlias", wish.function());
        AliasDecisions.checkModel(wish, false);
        FunctionPart.Alias updated = commit(
                () -> AliasDecisions.updated(memory.family(reference), wish, memory.arn(reference.name()), revision()));
        listener.repointed(memory.arn(reference.name()));
        return updated;
    }

    @Override
    public void delete(String function, String name) {
        FunctionReference reference = reference("lambda:DeleteAlias", function);
        AliasDecisions.checkModel(new Wish(function, name, null, null, null, null), false);
        memory.writing(() -> {
            List<RegistryChange> drops = memory.family(reference).parts().keySet().stream()
                    .filter(key -> key.qualifier().equals(name))
                    .<RegistryChange>map(RegistryChange.DropPart::new)
                    .toList();
            memory.commit(drops);
            return drops;
        });
        listener.repointed(memory.arn(reference.name()));
    }

    @Override
    public Page list(String function, @Nullable String version, @Nullable String marker, @Nullable Integer maxItems) {
        FunctionReference reference = reference("lambda:ListAliases", function);
        Constraints constraints = new Constraints();
        AliasDecisions.checkVersion(constraints, version);
        constraints.verify();
        List<FunctionPart.Alias> all = memory.family(reference).aliases().stream()
                .filter(alias -> version == null || alias.version().equals(version))
                .toList();
        Markers.Page<FunctionPart.Alias> page = Markers.page(all, FunctionPart.Alias::name, marker, maxItems);
        return new Page(page.items(), page.nextMarker());
    }

    private FunctionPart.Alias commit(Supplier<FunctionPart.Alias> decision) {
        return memory.writing(() -> {
            FunctionPart.Alias alias = decision.get();
            memory.commit(List.of(new RegistryChange.PutPart(alias)));
            return alias;
        });
    }

    private FunctionReference reference(String action, @Nullable String function) {
        return FunctionReference.existing(memory.scope(), action, function, null);
    }

    private String revision() {
        return ports.randomness().uuid().toString();
    }
}
