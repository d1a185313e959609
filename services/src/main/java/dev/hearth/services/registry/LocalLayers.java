package dev.hearth.services.registry;

import dev.hearth.core.Ports;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The shell around {@link LayerDecisions}. */
final class LocalLayers implements Layers {

    /** Most layers that a caller may ask for at once (botocore: {@code MaxLayerListItems}). */
    private static final int MAX_ITEMS = 50;

    private final Ports ports;
    private final RegistryMemory memory;
    private final CodeKeeper keeper;

    LocalLayers(Ports ports, RegistryMemory memory, CodeKeeper keeper) {
        this.ports = ports;
        this.memory = memory;
        this.keeper = keeper;
    }

    @Override
    public LayerVersion publish(Publish wish) {
        String name = LayerDecisions.name(memory.scope(), wish.layer());
        LayerDecisions.checkModel(wish);
        return keeper.with(FunctionDecisions.zip(wish.zip()), code -> {
            long last = memory.last(RegistryChange.Series.LAYER, name);
            LayerVersion layer = LayerDecisions.published(
                    name,
                    last,
                    wish,
                    code,
                    new FunctionDecisions.Stamp(ports.time().instant(), "", ""));
            memory.commit(List.of(
                    new RegistryChange.PutLayer(layer),
                    new RegistryChange.Count(RegistryChange.Series.LAYER, name, layer.version())));
            return layer;
        });
    }

    @Override
    public LayerVersion get(String layer, long version) {
        String name = LayerDecisions.name(memory.scope(), layer);
        LayerDecisions.checkNumber(version);
        return found(name, version);
    }

    @Override
    public LayerVersion get(String arn) {
        Map.Entry<String, Long> version = LayerDecisions.version(memory.scope(), arn);
        return found(version.getKey(), version.getValue());
    }

    private LayerVersion found(String name, long version) {
        LayerVersion found = memory.layer(name).get(version);
        if (found == null) {
            throw LayerDecisions.missing();
        }
        return found;
    }

    @Override
    public Page list(Filter filter, @Nullable String marker, @Nullable Integer maxItems) {
        LayerDecisions.checkModel(filter);
        List<LayerVersion> newest = memory.layers().stream()
                .flatMap(versions -> newestFirst(versions, filter).limit(1))
                .toList();
        Markers.Page<LayerVersion> page = Markers.page(newest, LayerVersion::name, marker, maxItems, MAX_ITEMS);
        return new Page(page.items(), page.nextMarker());
    }

    @Override
    public Page versions(String layer, Filter filter, @Nullable String marker, @Nullable Integer maxItems) {
        String name = LayerDecisions.name(memory.scope(), layer);
        LayerDecisions.checkModel(filter);
        List<LayerVersion> all = newestFirst(memory.layer(name), filter).toList();
        Markers.Page<LayerVersion> page = Markers.page(
                all, version -> Long.toString(Long.MAX_VALUE - version.version()), marker, maxItems, MAX_ITEMS);
        return new Page(page.items(), page.nextMarker());
    }

    private static Stream<LayerVersion> newestFirst(NavigableMap<Long, LayerVersion> versions, Filter filter) {
        return versions.descendingMap().values().stream().filter(layer -> LayerDecisions.passes(layer, filter));
    }

    @Override
    public void delete(String layer, long version) {
        String name = LayerDecisions.name(memory.scope(), layer);
        LayerDecisions.checkNumber(version);
        LayerVersion deleted = memory.writing(() -> {
            LayerVersion found = memory.layer(name).get(version);
            if (found != null) {
                memory.commit(List.of(new RegistryChange.DropLayer(name, version)));
            }
            return found;
        });
        if (deleted != null) {
            keeper.collectLater(List.of(deleted.code().digest()));
        }
    }

    @Override
    public PolicyDocument addPermission(AddPermission wish) {
        String name = LayerDecisions.name(memory.scope(), wish.layer());
        LayerDecisions.checkModel(wish);
        return memory.writing(() -> {
            LayerVersion layer = existing(name, wish.version());
            PolicyDocument policy = LayerDecisions.allowed(
                    layer,
                    wish,
                    versionArn(name, wish.version()),
                    ports.randomness().uuid().toString());
            memory.commit(List.of(new RegistryChange.PutLayer(layer.withPolicy(policy))));
            return policy;
        });
    }

    @Override
    public void removePermission(String layer, long version, String statementId, @Nullable String revisionId) {
        String name = LayerDecisions.name(memory.scope(), layer);
        memory.writing(() -> {
            LayerVersion found = existing(name, version);
            PolicyDecisions.admitRemoval(
                    found.policy(), statementId, revisionId, found.policy().revisionId());
            PolicyDocument policy = found.policy()
                    .without(statementId, ports.randomness().uuid().toString());
            memory.commit(List.of(new RegistryChange.PutLayer(found.withPolicy(policy))));
            return policy;
        });
    }

    @Override
    public PolicyDocument policy(String layer, long version) {
        PolicyDocument policy =
                existing(LayerDecisions.name(memory.scope(), layer), version).policy();
        if (policy.statements().isEmpty()) {
            throw PolicyDecisions.none();
        }
        return policy;
    }

    private LayerVersion existing(String name, long version) {
        LayerVersion found = memory.layer(name).get(version);
        if (found == null) {
            throw LayerDecisions.missing(versionArn(name, version));
        }
        return found;
    }

    @Override
    public String arn(String name) {
        return memory.scope().arn("lambda", "layer:" + name);
    }

    private String versionArn(String name, long version) {
        return arn(name) + ":" + version;
    }
}
