package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shell around {@link PolicyDecisions} for functions. */
final class LocalPolicies implements Policies {

    private final Ports ports;
    private final RegistryMemory memory;

    LocalPolicies(Ports ports, RegistryMemory memory) {
        this.ports = ports;
        this.memory = memory;
    }

    /** The version or alias that a policy belongs to; exactly one of them. */
    private record Owner(
            FunctionFamily family,
            String qualifier,
            String arn,
            @Nullable FunctionRecord version,
            FunctionPart.@Nullable Alias alias) {

        String revisionId() {
            return version != null ? version.revisionId() : alias != null ? alias.revisionId() : "";
        }

        PolicyDocument policy() {
            FunctionPart.Policy part = family.part(FunctionPart.Kind.POLICY, qualifier, FunctionPart.Policy.class);
            return new PolicyDocument(part == null ? List.of() : part.document().statements(), revisionId());
        }

        RegistryChange revised(String revisionId) {
            if (version != null) {
                return new RegistryChange.PutFunction(version.withRevision(revisionId));
            }
            if (alias != null) {
                return new RegistryChange.PutPart(alias.withRevision(revisionId));
            }
            throw new IllegalStateException("an owner is a version or an alias");
        }
    }

    @Override
    public PolicyStatement add(Wish wish) {
        FunctionReference reference =
                FunctionReference.existing(memory.scope(), "lambda:AddPermission", wish.function(), wish.qualifier());
        PolicyDecisions.checkModel(wish);
        if (FunctionRecord.LATEST.equals(reference.qualifier())) {
            throw FunctionDecisions.refused("We currently do not support adding policies for $LATEST.");
        }
        return memory.writing(() -> {
            Owner owner = owner(reference);
            PolicyStatement statement = PolicyDecisions.statement(wish, owner.arn());
            PolicyDecisions.admitStatement(owner.policy(), statement.sid(), wish.revisionId(), owner.revisionId());
            String revision = revision();
            put(owner, owner.policy().with(statement, revision), revision);
            return statement;
        });
    }

    @Override
    public void remove(String function, @Nullable String qualifier, String statementId, @Nullable String revisionId) {
        FunctionReference reference = memory.reference("lambda:RemovePermission", function, qualifier);
        memory.writing(() -> {
            Owner owner = owner(reference);
            PolicyDecisions.admitRemoval(owner.policy(), statementId, revisionId, owner.revisionId());
            String revision = revision();
            put(owner, owner.policy().without(statementId, revision), revision);
            return owner;
        });
    }

    @Override
    public PolicyDocument get(String function, @Nullable String qualifier) {
        PolicyDocument policy =
                owner(memory.reference("lambda:GetPolicy", function, qualifier)).policy();
        if (policy.statements().isEmpty()) {
            throw new Fault(Fault.Kind.NOT_FOUND, "The resource you requested does not exist.").asException();
        }
        return policy;
    }

    private void put(Owner owner, PolicyDocument policy, String revision) {
        FunctionPart.Policy part =
                new FunctionPart.Policy(owner.family().latest().name(), owner.qualifier(), policy);
        memory.commit(List.of(
                policy.statements().isEmpty()
                        ? new RegistryChange.DropPart(part.key())
                        : new RegistryChange.PutPart(part),
                owner.revised(revision)));
    }

    private Owner owner(FunctionReference reference) {
        FunctionFamily family = memory.family(reference);
        String arn = memory.arn(reference.name());
        String qualifier = reference.qualifier();
        if (qualifier == null) {
            return new Owner(family, FunctionRecord.LATEST, arn, family.latest(), null);
        }
        FunctionRecord version = family.version(qualifier);
        FunctionPart.Alias alias = version == null ? family.alias(qualifier) : null;
        if (version == null && alias == null) {
            throw qualifier.chars().allMatch(Character::isDigit)
                    ? FunctionDecisions.notFound(arn, qualifier)
                    : new Fault(Fault.Kind.NOT_FOUND, "Cannot find alias arn: " + arn + ":" + qualifier).asException();
        }
        return new Owner(family, qualifier, arn + ":" + qualifier, version, alias);
    }

    private String revision() {
        return ports.randomness().uuid().toString();
    }
}
