package dev.hearth.services.registry;

import dev.hearth.core.Ports;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shell around {@link OptionDecisions}. */
final class LocalFunctionOptions implements FunctionOptions {

    /** Most that a caller may ask for at once (botocore: {@code MaxFunctionEventInvokeConfigListItems}). */
    private static final int MAX_ITEMS = 50;

    private final Ports ports;
    private final RegistryMemory memory;

    LocalFunctionOptions(Ports ports, RegistryMemory memory) {
        this.ports = ports;
        this.memory = memory;
    }

    @Override
    public FunctionPart.EventInvoke putEventInvoke(EventInvokeWish wish) {
        FunctionReference reference = admitted("lambda:PutFunctionEventInvokeConfig", wish);
        return memory.writing(() -> {
            requireTarget(reference);
            return put(OptionDecisions.put(reference, wish, ports.time().instant()));
        });
    }

    @Override
    public FunctionPart.EventInvoke updateEventInvoke(EventInvokeWish wish) {
        FunctionReference reference = admitted("lambda:UpdateFunctionEventInvokeConfig", wish);
        return memory.writing(() -> {
            requireTarget(reference);
            return put(OptionDecisions.updated(
                    eventInvoke(reference), wish, ports.time().instant()));
        });
    }

    private FunctionReference admitted(String action, EventInvokeWish wish) {
        FunctionReference reference =
                FunctionReference.existing(memory.scope(), action, wish.function(), wish.qualifier());
        OptionDecisions.checkModel(wish);
        OptionDecisions.checkDestinations(wish.destinations(), memory.arn(reference.name()));
        return reference;
    }

    private void requireTarget(FunctionReference reference) {
        FunctionFamily family = memory.find(reference.name());
        if (family == null || family.qualified(reference.qualifier()) == null) {
            throw OptionDecisions.noFunction();
        }
    }

    @Override
    public FunctionPart.EventInvoke eventInvoke(String function, @Nullable String qualifier) {
        return eventInvoke(memory.reference("lambda:GetFunctionEventInvokeConfig", function, qualifier));
    }

    private FunctionPart.EventInvoke eventInvoke(FunctionReference reference) {
        String qualifier = OptionDecisions.qualifier(reference);
        FunctionFamily family = memory.find(reference.name());
        FunctionPart.EventInvoke found = family == null
                ? null
                : family.part(FunctionPart.Kind.EVENT_INVOKE, qualifier, FunctionPart.EventInvoke.class);
        if (found == null) {
            throw OptionDecisions.noEventInvoke(memory.arn(reference.name()) + ":" + qualifier);
        }
        return found;
    }

    @Override
    public void deleteEventInvoke(String function, @Nullable String qualifier) {
        FunctionReference reference = memory.reference("lambda:DeleteFunctionEventInvokeConfig", function, qualifier);
        memory.writing(() -> {
            FunctionPart.EventInvoke old = eventInvoke(reference);
            memory.commit(List.of(new RegistryChange.DropPart(old.key())));
            return old;
        });
    }

    @Override
    public EventInvokePage eventInvokes(String function, @Nullable String marker, @Nullable Integer maxItems) {
        FunctionFamily family = memory.find(memory.reference("lambda:ListFunctionEventInvokeConfigs", function, null)
                .name());
        if (family == null) {
            throw OptionDecisions.noFunction();
        }
        List<FunctionPart.EventInvoke> all = family.all(FunctionPart.EventInvoke.class)
                .sorted((a, b) -> a.qualifier().compareTo(b.qualifier()))
                .toList();
        Markers.Page<FunctionPart.EventInvoke> page =
                Markers.page(all, FunctionPart.EventInvoke::qualifier, marker, maxItems, MAX_ITEMS);
        return new EventInvokePage(page.items(), page.nextMarker());
    }

    @Override
    public FunctionPart.RuntimeManagement runtimeManagement(String function, @Nullable String qualifier) {
        FunctionReference reference = memory.reference("lambda:GetRuntimeManagementConfig", function, qualifier);
        FunctionRecord version = version(reference);
        FunctionPart.RuntimeManagement said = memory.family(reference)
                .part(FunctionPart.Kind.RUNTIME_MANAGEMENT, version.version(), FunctionPart.RuntimeManagement.class);
        return said == null ? new FunctionPart.RuntimeManagement(version.name(), version.version(), "Auto", "") : said;
    }

    @Override
    public FunctionPart.RuntimeManagement putRuntimeManagement(
            String function,
            @Nullable String qualifier,
            @Nullable String updateRuntimeOn,
            @Nullable String runtimeVersionArn) {
        FunctionReference reference = memory.reference("lambda:PutRuntimeManagementConfig", function, qualifier);
        return memory.writing(
                () -> put(OptionDecisions.runtime(version(reference), updateRuntimeOn, runtimeVersionArn)));
    }

    private FunctionRecord version(FunctionReference reference) {
        FunctionRecord version = memory.family(reference).version(OptionDecisions.qualifier(reference));
        if (version == null) {
            throw FunctionDecisions.notFound(memory.arn(reference.name()), reference.qualifier());
        }
        return version;
    }

    @Override
    public FunctionPart.Recursion recursion(String function) {
        FunctionFamily family = memory.family(memory.reference("lambda:GetFunctionRecursionConfig", function, null));
        FunctionPart.Recursion said =
                family.part(FunctionPart.Kind.RECURSION, FunctionRecord.LATEST, FunctionPart.Recursion.class);
        return said == null ? OptionDecisions.recursion(family.latest().name(), "Terminate") : said;
    }

    @Override
    public FunctionPart.Recursion putRecursion(String function, @Nullable String recursiveLoop) {
        FunctionReference reference = memory.reference("lambda:PutFunctionRecursionConfig", function, null);
        FunctionPart.Recursion wish = OptionDecisions.recursion(reference.name(), recursiveLoop);
        return memory.writing(() -> {
            memory.family(reference);
            return put(wish);
        });
    }

    private <T extends FunctionPart> T put(T part) {
        memory.commit(List.of(new RegistryChange.PutPart(part)));
        return part;
    }
}
