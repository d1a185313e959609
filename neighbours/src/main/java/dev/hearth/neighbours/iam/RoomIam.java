package dev.hearth.neighbours.iam;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.policy.PolicyDocument;
import dev.hearth.neighbours.policy.PolicyForm;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@link Iam}: decides over {@link IamTables}. */
final class RoomIam implements Iam {

    private final IamTables tables;
    private final KeyShelf shelf;
    private final PolicySources sources;
    private final Ports ports;
    private final String account;
    private final PolicyVersions versions;

    RoomIam(IamStore store, KeyRing keys, Ports ports, AwsScope scope) {
        this.tables = new IamTables(store, keys);
        this.shelf = new KeyShelf(tables, keys, ports);
        this.ports = ports;
        this.account = scope.account();
        this.versions = new PolicyVersions(ports.time());
        this.sources = new PolicySources(tables, this::arn);
    }

    @Override
    public IamEntity create(IamWish wish) {
        IamRules.name(wish.kind(), wish.name());
        String path = IamRules.path(wish.path());
        IamRules.settings(wish.settings());
        Map<String, String> tags = IamRules.tags(Map.of(), wish.tags());
        String trust = wish.settings().get(IamSetting.TRUST);
        if (trust != null) {
            IamRules.trust(trust);
        }
        if (wish.document() != null) {
            versions.check(wish.document());
        }
        return tables.work(() -> {
            IamKind kind = wish.kind();
            if (tables.isTaken(kind, wish.name())) {
                throw IamError.exists(kind, wish.name());
            }
            IamRules.quota(kind, tables.count(kind));
            String id = TokenSessions.newId(kind.prefix(), ports.randomness());
            IamEntity made = IamEntity.of(
                            kind, wish.name(), path, id, ports.time().millis())
                    .withTags(_ -> tags);
            for (Map.Entry<IamSetting, String> each : wish.settings().entrySet()) {
                made = set(made, each.getKey(), each.getValue());
            }
            made = wish.document() == null ? made : versions.first(made, wish.document());
            tables.put(made);
            return made;
        });
    }

    private IamEntity set(IamEntity entity, IamSetting setting, String value) {
        if (setting == IamSetting.BOUNDARY && !value.isEmpty()) {
            requirePolicy(value, "Scope ARN: " + value + " does not exist or is not attachable.");
        }
        if (setting == IamSetting.ALIAS && !value.isEmpty()) {
            IamRules.alias(value);
        }
        if (setting == IamSetting.LOGIN && !value.isEmpty()) {
            return entity.with(setting, Long.toString(ports.time().millis()));
        }
        return entity.with(setting, value.isEmpty() && setting != IamSetting.DESCRIPTION ? null : value);
    }

    @Override
    public IamEntity get(IamKind kind, String name) {
        IamEntity found = find(kind, name);
        if (found == null) {
            throw IamError.noSuch(kind, name);
        }
        return found;
    }

    @Override
    public @Nullable IamEntity find(IamKind kind, String name) {
        IamEntity aws = kind == IamKind.POLICY ? AwsPolicies.find(name) : null;
        return aws != null ? aws : tables.work(() -> own(kind, name));
    }

    /** What this account has; a policy goes by its ARN. */
    private @Nullable IamEntity own(IamKind kind, String name) {
        return kind == IamKind.POLICY ? sources.own(name) : tables.find(kind, name);
    }

    private IamEntity needed(IamKind kind, String name) {
        IamEntity found = own(kind, name);
        if (found == null) {
            throw kind == IamKind.POLICY && AwsPolicies.isOne(name)
                    ? IamError.ACCESS_DENIED.because("Policy " + name + " is AWS's own and cannot be changed.")
                    : IamError.noSuch(kind, name);
        }
        return found;
    }

    private void requirePolicy(String arn, String refusal) {
        if (!AwsPolicies.isOne(arn) && own(IamKind.POLICY, arn) == null) {
            throw IamError.NO_SUCH_ENTITY.because(refusal);
        }
    }

    @Override
    public List<IamEntity> list(IamKind kind, @Nullable String pathPrefix) {
        String prefix = pathPrefix == null ? "/" : pathPrefix;
        return tables.work(() -> tables.all(kind).stream()
                .filter(each -> kind == IamKind.KEY || each.path().startsWith(prefix))
                .toList());
    }

    @Override
    public List<IamEntity> awsPolicies() {
        return AwsPolicies.all();
    }

    @Override
    public String arn(IamEntity entity) {
        String owner = AwsPolicies.isOwned(entity) ? "aws" : account;
        return "arn:aws:iam::" + owner + ":" + entity.kind().resource() + entity.path() + entity.name();
    }

    @Override
    public IamEntity update(IamKind kind, String name, Map<IamSetting, String> settings) {
        IamRules.settings(settings);
        String trust = settings.get(IamSetting.TRUST);
        if (trust != null) {
            IamRules.trust(trust);
        }
        return tables.work(() -> {
            IamEntity changed = kind == IamKind.ACCOUNT ? accountEntity() : needed(kind, name);
            for (Map.Entry<IamSetting, String> each : settings.entrySet()) {
                changed = set(changed, each.getKey(), each.getValue());
            }
            tables.put(changed);
            return changed;
        });
    }

    private IamEntity accountEntity() {
        IamEntity found = tables.find(IamKind.ACCOUNT, IamKind.ACCOUNT_NAME);
        return found != null ? found : IamEntity.of(IamKind.ACCOUNT, IamKind.ACCOUNT_NAME, "/", account, 0);
    }

    @Override
    public IamEntity rename(IamKind kind, String name, @Nullable String newName, @Nullable String newPath) {
        if (newName != null) {
            IamRules.name(kind, newName);
        }
        String path = newPath == null ? null : IamRules.path(newPath);
        return tables.work(() -> {
            IamEntity old = needed(kind, name);
            String next = newName == null ? name : newName;
            if (!next.equalsIgnoreCase(name) && tables.isTaken(kind, next)) {
                throw IamError.exists(kind, next);
            }
            IamEntity renamed = old.renamed(next, path == null ? old.path() : path);
            tables.remove(old);
            tables.put(renamed);
            for (IamEntity holder : kind == IamKind.USER ? holders(old) : List.<IamEntity>of()) {
                tables.put(holder.leaving(name).joining(next));
            }
            if (kind == IamKind.USER) {
                shelf.rename(name, next, arn(renamed));
            }
            return renamed;
        });
    }

    @Override
    public void delete(IamKind kind, String name) {
        tables.work(() -> {
            IamEntity entity = needed(kind, name);
            if (kind == IamKind.POLICY && !sources.attachedTo(name).isEmpty()) {
                throw IamError.DELETE_CONFLICT.because("Cannot delete a policy attached to entities.");
            }
            String why = IamRules.keptBy(
                    entity,
                    kind == IamKind.PROFILE || kind == IamKind.GROUP ? List.of() : holders(entity),
                    kind == IamKind.USER ? shelf.of(name).size() : 0);
            if (why != null) {
                throw IamError.DELETE_CONFLICT.because(why);
            }
            tables.remove(entity);
            return null;
        });
    }

    private List<IamEntity> holders(IamEntity entity) {
        IamKind holder = entity.kind() == IamKind.USER ? IamKind.GROUP : IamKind.PROFILE;
        return tables.all(holder).stream()
                .filter(each -> each.members().contains(entity.name()))
                .toList();
    }

    @Override
    public void tag(IamKind kind, String name, Map<String, String> tags) {
        change(kind, name, old -> old.withTags(now -> IamRules.tags(now, tags)));
    }

    @Override
    public void untag(IamKind kind, String name, List<String> tagKeys) {
        change(
                kind,
                name,
                old -> old.withTags(now -> {
                    tagKeys.forEach(now::remove);
                    return now;
                }));
    }

    private void change(IamKind kind, String name, UnaryOperator<IamEntity> change) {
        tables.work(() -> {
            tables.put(change.apply(needed(kind, name)));
            return null;
        });
    }

    @Override
    public void putInline(IamKind kind, String name, String policy, String document) {
        IamRules.policyName(policy);
        PolicyDocument.checked(document, PolicyForm.IDENTITY);
        change(kind, name, old -> {
            refuseLinked(old);
            IamEntity changed = old.withDocument(policy, document);
            IamRules.inlineSize(changed);
            return changed;
        });
    }

    private static void refuseLinked(IamEntity entity) {
        if (entity.setting(IamSetting.LINKED) != null) {
            throw IamError.UNMODIFIABLE.because("Cannot perform the operation on the protected role '" + entity.name()
                    + "' - this role is only modifiable by AWS");
        }
    }

    @Override
    public String inline(IamKind kind, String name, String policy) {
        String document = get(kind, name).documents().get(policy);
        if (document == null) {
            throw noInline(kind, policy);
        }
        return document;
    }

    private static RuntimeException noInline(IamKind kind, String policy) {
        return IamError.NO_SUCH_ENTITY.because(
                "The " + kind.resource() + " policy with name " + policy + " cannot be found.");
    }

    @Override
    public void deleteInline(IamKind kind, String name, String policy) {
        change(kind, name, old -> {
            if (!old.documents().containsKey(policy)) {
                throw noInline(kind, policy);
            }
            return old.withDocument(policy, null);
        });
    }

    @Override
    public void attach(IamKind kind, String name, String policyArn) {
        change(kind, name, old -> {
            refuseLinked(old);
            requirePolicy(policyArn, "Policy " + policyArn + " does not exist or is not attachable.");
            IamEntity changed = old.attaching(policyArn);
            if (changed.attached().size() > IamLimits.POLICIES_PER_ENTITY) {
                throw IamError.quota("PoliciesPer" + kind.word(), IamLimits.POLICIES_PER_ENTITY);
            }
            return changed;
        });
    }

    @Override
    public void detach(IamKind kind, String name, String policyArn) {
        change(kind, name, old -> {
            if (!old.attached().contains(policyArn)) {
                throw IamError.noSuch(IamKind.POLICY, policyArn);
            }
            return old.detaching(policyArn);
        });
    }

    @Override
    public List<IamEntity> attachedTo(String policyArn) {
        return tables.work(() -> sources.attachedTo(policyArn));
    }

    @Override
    public int boundaryUses(String policyArn) {
        return tables.work(() -> sources.boundaryUses(policyArn));
    }

    @Override
    public void join(IamKind kind, String name, String member) {
        change(kind, name, old -> {
            IamEntity joined = needed(kind == IamKind.GROUP ? IamKind.USER : IamKind.ROLE, member);
            if (kind == IamKind.PROFILE && !old.members().isEmpty()) {
                throw IamError.quota("InstanceSessionsPerInstanceProfile", 1);
            }
            boolean full = holders(joined).size() >= IamLimits.GROUPS_PER_USER;
            if (kind == IamKind.GROUP && full && !old.members().contains(member)) {
                throw IamError.quota("GroupsPerUser", IamLimits.GROUPS_PER_USER);
            }
            return old.joining(member);
        });
    }

    @Override
    public void leave(IamKind kind, String name, String member) {
        change(kind, name, old -> {
            IamKind what = kind == IamKind.GROUP ? IamKind.USER : IamKind.ROLE;
            if (!old.members().contains(member)) {
                throw IamError.noSuch(what, member);
            }
            return old.leaving(member);
        });
    }

    @Override
    public List<IamEntity> holding(IamKind kind, String member) {
        IamKind what = kind == IamKind.GROUP ? IamKind.USER : IamKind.ROLE;
        return tables.work(() -> holders(needed(what, member)));
    }

    @Override
    public String createVersion(String policyArn, String document, boolean isDefault) {
        versions.check(document);
        return tables.work(() -> {
            IamEntity changed = versions.next(needed(IamKind.POLICY, policyArn), document, isDefault);
            tables.put(changed);
            return String.valueOf(changed.setting(IamSetting.LAST_VERSION));
        });
    }

    @Override
    public void setDefaultVersion(String policyArn, String version) {
        change(IamKind.POLICY, policyArn, old -> versions.makeDefault(old, policyArn, version));
    }

    @Override
    public void deleteVersion(String policyArn, String version) {
        change(IamKind.POLICY, policyArn, old -> versions.without(old, policyArn, version));
    }

    @Override
    public long versionMillis(IamEntity policy, String version) {
        return versions.millis(policy, version);
    }

    @Override
    public NewKey createKey(String user, String requestId) {
        return tables.work(() -> {
            IamEntity owner = needed(IamKind.USER, user);
            return shelf.create(owner, arn(owner), requestId);
        });
    }

    @Override
    public List<IamEntity> keys(String user) {
        return tables.work(() -> {
            needed(IamKind.USER, user);
            return shelf.of(user);
        });
    }

    @Override
    public void setKeyStatus(String user, String keyId, String status) {
        tables.work(() -> shelf.setStatus(user, keyId, status));
    }

    @Override
    public void deleteKey(String user, String keyId) {
        tables.work(() -> shelf.delete(user, keyId));
    }

    @Override
    public IamPolicies policies(IamKind kind, String name) {
        return tables.work(() -> {
            IamEntity entity = needed(kind, name);
            return sources.of(entity, kind == IamKind.USER ? holders(entity) : List.of());
        });
    }
}
