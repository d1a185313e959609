package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.FunctionImage;
import dev.hearth.core.Ports;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The shell around {@link FunctionDecisions} and {@link VersionDecisions}. */
final class LocalRegistry implements Registry {

    private final Ports ports;
    private final FunctionDecisions decisions;
    private final RegistryMemory memory;
    private final CodeKeeper keeper;
    private final Settling settling;
    private final Listener listener;
    private final ContainerImages images;
    private final Aliases aliases;
    private final Layers layers;
    private final Policies policies;
    private final FunctionOptions options;
    private final FunctionUrls urls;

    LocalRegistry(
            Ports ports,
            FunctionDecisions decisions,
            RegistryMemory memory,
            CodeStore code,
            Listener listener,
            ContainerImages images,
            VersionSnapshots snapshots) {
        this.ports = ports;
        this.decisions = decisions;
        this.memory = memory;
        this.keeper = new CodeKeeper(ports, memory, code);
        this.settling = new Settling(ports, decisions, memory, code, snapshots);
        this.listener = listener;
        this.images = images;
        this.aliases = new LocalAliases(ports, memory, listener);
        this.layers = new LocalLayers(ports, memory, keeper);
        this.policies = new LocalPolicies(ports, memory);
        this.options = new LocalFunctionOptions(ports, memory);
        this.urls = new LocalFunctionUrls(ports, memory);
    }

    /** Fills the memory from the store, collects what a killed process left behind, and goes on where it stopped. */
    void load() {
        memory.load(decisions);
        keeper.code().digests().forEach(keeper::collect);
        memory.all().forEach(settling::soon);
    }

    @Override
    public FunctionVersion resolve(String function, @Nullable String qualifier) {
        FunctionFamily family = memory.find(function);
        FunctionRecord version = family == null ? null : invoked(family, qualifier);
        if (family == null || version == null) {
            FunctionReference reference = memory.reference("lambda:InvokeFunction", function, qualifier);
            family = memory.family(reference);
            version = invoked(family, reference.qualifier());
            if (version == null) {
                throw FunctionDecisions.notFound(arn(reference.name()), reference.qualifier());
            }
        }
        return active(family, version);
    }

    private @Nullable FunctionRecord invoked(FunctionFamily family, @Nullable String qualifier) {
        if (qualifier == null) {
            return family.latest();
        }
        FunctionPart.Alias alias = family.alias(qualifier);
        if (alias == null) {
            return family.version(qualifier);
        }
        long draw = alias.weights().isEmpty() ? 0 : ports.randomness().nextLong();
        return family.version(AliasDecisions.choose(alias, draw));
    }

    private static FunctionVersion active(FunctionFamily family, FunctionRecord version) {
        return switch (version.state()) {
            case FunctionState.Active _ -> family.view(version);
            case FunctionState.Pending _ -> throw FunctionDecisions.notNow("Pending");
            case FunctionState.Failed _ -> throw FunctionDecisions.notNow("Failed");
        };
    }

    @Override
    public FunctionRecord get(String action, String function, @Nullable String qualifier) {
        FunctionReference reference = memory.reference(action, function, qualifier);
        FunctionRecord found = memory.family(reference).qualified(reference.qualifier());
        if (found == null) {
            throw FunctionDecisions.notFound(arn(reference.name()), reference.qualifier());
        }
        return found;
    }

    @Override
    public FunctionPage list(@Nullable String marker, @Nullable Integer maxItems) {
        int size = Markers.size(maxItems, Markers.MAX_ITEMS);
        List<FunctionRecord> page = new ArrayList<>();
        for (FunctionFamily family : memory.after(marker == null ? "" : Markers.name(marker))) {
            if (page.size() == size) {
                return new FunctionPage(page, Markers.after(page.getLast().name()));
            }
            page.add(family.latest());
        }
        return new FunctionPage(page, null);
    }

    @Override
    public FunctionPage versions(@Nullable String function, @Nullable String marker, @Nullable Integer maxItems) {
        Collection<FunctionFamily> families = function == null
                ? memory.all()
                : List.of(memory.family(memory.reference("lambda:ListVersionsByFunction", function, null)));
        List<FunctionRecord> all =
                families.stream().flatMap(family -> family.versions().stream()).toList();
        Markers.Page<FunctionRecord> page = Markers.page(all, FunctionRecord::order, marker, maxItems);
        return new FunctionPage(page.items(), page.nextMarker());
    }

    @Override
    public FunctionRecord create(CreateFunction wish) {
        List<LayerUse> wished = uses(wish.settings());
        FunctionDecisions.Draft draft = decisions.draft(wish).withLayers(wished == null ? List.of() : wished);
        requireAbsent(draft.name());
        FunctionRecord result = wish.imageUri() == null
                ? keeper.with(FunctionDecisions.zip(draft.zip()), stored -> created(draft, stored, wish.publish()))
                : createdOfImage(draft, wish.imageUri(), wish);
        settling.soon(draft.name());
        return result;
    }

    private FunctionRecord created(FunctionDecisions.Draft draft, StoredCode code, boolean publish) {
        requireAbsent(draft.name());
        return commit(decisions.created(draft, code, stamp()), publish);
    }

    private FunctionRecord createdOfImage(FunctionDecisions.Draft draft, String uri, CreateFunction wish) {
        ContainerImages.Resolved image = ImageDecisions.resolved(uri, images);
        FunctionDecisions.Draft whole = draft.withImage(
                new FunctionImage(uri, image.uri(), List.of(), List.of(), ""),
                wish.settings().image());
        return memory.writing(() -> created(whole, ImageDecisions.code(image), wish.publish()));
    }

    private FunctionRecord updateImage(FunctionRecord old, UpdateCode wish, String uri) {
        ContainerImages.Resolved image = ImageDecisions.resolved(uri, images);
        if (wish.dryRun()) {
            return decisions.imageUpdated(old, wish, image, stamp());
        }
        return updating(
                old,
                () -> memory.writing(() ->
                        commit(decisions.imageUpdated(current(old.name()), wish, image, stamp()), wish.publish())));
    }

    private void requireAbsent(String name) {
        if (memory.contains(name)) {
            throw new Fault(Fault.Kind.ALREADY_EXISTS, "Function already exist: " + name).asException();
        }
    }

    @Override
    public FunctionRecord updateCode(UpdateCode wish) {
        FunctionRecord old = latest("lambda:UpdateFunctionCode", wish.function());
        decisions.admitCode(old, wish);
        String uri = ImageDecisions.uri(old, wish);
        if (uri != null) {
            return updateImage(old, wish, uri);
        }
        byte[] zip = FunctionDecisions.zip(wish.zip());
        if (wish.dryRun()) {
            CodePackage content = CodePackage.read(zip);
            content.verify();
            return decisions.codeUpdated(old, wish, content.stored(zip), stamp());
        }
        return updating(
                old,
                () -> keeper.with(
                        zip,
                        stored -> commit(
                                decisions.codeUpdated(current(old.name()), wish, stored, stamp()), wish.publish())));
    }

    @Override
    public FunctionRecord updateConfiguration(UpdateConfiguration wish) {
        FunctionRecord old = latest("lambda:UpdateFunctionConfiguration", wish.function());
        List<LayerUse> wished = uses(wish.settings());
        return updating(
                old,
                () -> memory.writing(() ->
                        commit(decisions.configurationUpdated(current(old.name()), wish, wished, stamp()), false)));
    }

    /** The layers that were asked for, or null when nothing was said of them. */
    private @Nullable List<LayerUse> uses(Settings said) {
        return said.layers() == null ? null : LayerDecisions.uses(memory.scope(), said.layers(), memory::layer);
    }

    /** Performs an update of {@code old}, and what follows from it. */
    private FunctionRecord updating(FunctionRecord old, Supplier<FunctionRecord> update) {
        FunctionRecord updated = update.get();
        if (!updated.deployment().equals(old.deployment())) {
            listener.changed(arn(old.name()));
        }
        settling.soon(old.name());
        List<String> unused = new ArrayList<>(old.digests());
        unused.removeAll(updated.digests());
        keeper.collectLater(unused);
        return updated;
    }

    @Override
    public FunctionRecord publish(PublishVersion wish) {
        FunctionReference reference =
                FunctionReference.existing(decisions.scope(), "lambda:PublishVersion", wish.function(), null);
        FunctionRecord version = memory.writing(() -> {
            FunctionFamily family = memory.family(reference);
            VersionDecisions.Published published = VersionDecisions.publish(
                    family, lastVersion(reference.name()), wish, arn(reference.name()), stamp());
            List<RegistryChange> changes = new ArrayList<>(published.changes());
            if (!changes.isEmpty()) {
                changes.add(new RegistryChange.PutFunction(family.latest().withRevision(stamp().revisionId())));
            }
            memory.commit(changes);
            return published.version();
        });
        settling.soon(version.name());
        return version;
    }

    @Override
    public void delete(String function, @Nullable String qualifier) {
        FunctionReference reference = memory.reference("lambda:DeleteFunction", function, qualifier);
        List<String> digests = memory.writing(() -> {
            FunctionFamily family = memory.family(reference);
            return reference.qualifier() == null
                    ? drop(family.versions(), new RegistryChange.DropFunction(reference.name()))
                    : dropVersion(family, reference.qualifier());
        });
        if (!digests.isEmpty()) {
            tellDeleted(reference);
            keeper.collectLater(digests);
        }
    }

    private List<String> dropVersion(FunctionFamily family, String qualifier) {
        VersionDecisions.admitDeletion(family, qualifier);
        FunctionRecord version = family.version(qualifier);
        return version == null
                ? List.of()
                : drop(List.of(version), new RegistryChange.DropVersion(version.name(), version.version()));
    }

    private List<String> drop(Collection<FunctionRecord> versions, RegistryChange change) {
        memory.commit(List.of(change));
        return versions.stream()
                .flatMap(version -> version.digests().stream())
                .distinct()
                .toList();
    }

    private void tellDeleted(FunctionReference reference) {
        if (reference.qualifier() == null) {
            listener.deleted(arn(reference.name()));
        } else {
            listener.repointed(arn(reference.name()));
        }
    }

    @Override
    public FunctionUrls urls() {
        return urls;
    }

    @Override
    public Aliases aliases() {
        return aliases;
    }

    @Override
    public Layers layers() {
        return layers;
    }

    @Override
    public Policies policies() {
        return policies;
    }

    @Override
    public FunctionOptions options() {
        return options;
    }

    @Override
    public void tag(String function, Map<String, String> tags) {
        memory.writing(() -> commit(decisions.tagged(taggable("lambda:TagResource", function), tags), false));
    }

    @Override
    public void untag(String function, List<String> keys) {
        memory.writing(() -> commit(decisions.untagged(taggable("lambda:UntagResource", function), keys), false));
    }

    private FunctionRecord taggable(String action, String function) {
        if (memory.reference(action, function, null).qualifier() != null) {
            throw FunctionDecisions.refused("Tags on function aliases and versions are not supported. Please specify"
                    + " either a function ARN.");
        }
        return latest(action, function);
    }

    @Override
    public Usage usage() {
        return new Usage(memory.all().size(), memory.codeSize());
    }

    @Override
    public String arn(String name) {
        return memory.arn(name);
    }

    @Override
    public String arn(String function, @Nullable String qualifier) {
        FunctionReference reference = memory.reference("lambda:GetFunction", function, qualifier);
        String arn = arn(reference.name());
        return reference.qualifier() == null ? arn : arn + ":" + reference.qualifier();
    }

    /** The {@code $LATEST} of a function that is to change; a qualifier may only say so. */
    private FunctionRecord latest(String action, String function) {
        FunctionReference reference = memory.reference(action, function, null);
        FunctionRecord latest = memory.family(reference).latest();
        if (reference.qualifier() != null && !reference.qualifier().equals(FunctionRecord.LATEST)) {
            throw FunctionDecisions.notFound(arn(reference.name()), reference.qualifier());
        }
        return latest;
    }

    private FunctionRecord current(String name) {
        FunctionFamily family = memory.find(name);
        if (family == null) {
            throw FunctionDecisions.notFound(arn(name), null);
        }
        return family.latest();
    }

    private long lastVersion(String name) {
        return memory.last(RegistryChange.Series.FUNCTION, name);
    }

    /** Commits a new {@code $LATEST}, and a version of it when that is wanted, which is then the answer. */
    private FunctionRecord commit(FunctionRecord latest, boolean publish) {
        List<RegistryChange> changes = new ArrayList<>(List.of(new RegistryChange.PutFunction(latest)));
        FunctionRecord answer = latest;
        if (publish) {
            long last = lastVersion(latest.name());
            FunctionFamily family = memory.find(latest.name());
            FunctionRecord previous = family == null ? null : family.published().get(last);
            VersionDecisions.Published published = VersionDecisions.of(latest, previous, last, null, stamp());
            changes.addAll(published.changes());
            answer = published.version();
        }
        memory.commit(changes);
        return answer;
    }

    private FunctionDecisions.Stamp stamp() {
        return new FunctionDecisions.Stamp(
                ports.time().instant(),
                ports.randomness().uuid().toString(),
                ports.randomness().uuid().toString());
    }
}
