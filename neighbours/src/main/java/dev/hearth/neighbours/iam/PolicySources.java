package dev.hearth.neighbours.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which policies there are and whom they bear on. Under the tables' lock. */
final class PolicySources {

    private final IamTables tables;
    private final Function<IamEntity, String> arn;

    PolicySources(IamTables tables, Function<IamEntity, String> arn) {
        this.tables = tables;
        this.arn = arn;
    }

    /** The account's own managed policy of that ARN. */
    @Nullable
    IamEntity own(String policyArn) {
        IamEntity found = tables.find(IamKind.POLICY, policyArn.substring(policyArn.lastIndexOf('/') + 1));
        return found != null && arn.apply(found).equals(policyArn) ? found : null;
    }

    List<IamEntity> attachedTo(String policyArn) {
        List<IamEntity> found = new ArrayList<>();
        for (IamKind kind : List.of(IamKind.USER, IamKind.GROUP, IamKind.ROLE)) {
            tables.all(kind).stream()
                    .filter(each -> each.attached().contains(policyArn))
                    .forEach(found::add);
        }
        return found;
    }

    int boundaryUses(String policyArn) {
        int uses = 0;
        for (IamKind kind : List.of(IamKind.USER, IamKind.ROLE)) {
            for (IamEntity each : tables.all(kind)) {
                uses += policyArn.equals(each.setting(IamSetting.BOUNDARY)) ? 1 : 0;
            }
        }
        return uses;
    }

    IamPolicies of(IamEntity entity, List<IamEntity> groups) {
        List<IamPolicies.Source> all = new ArrayList<>(sources(entity));
        groups.forEach(group -> all.addAll(sources(group)));
        String boundary = entity.setting(IamSetting.BOUNDARY);
        return new IamPolicies(all, boundary == null ? null : document(boundary));
    }

    private List<IamPolicies.Source> sources(IamEntity entity) {
        List<IamPolicies.Source> all = new ArrayList<>();
        String type = entity.kind().resource();
        entity.documents().forEach((name, text) -> all.add(new IamPolicies.Source(name, type, text)));
        for (String policyArn : entity.attached()) {
            String document = document(policyArn);
            if (document != null) {
                String name = policyArn.substring(policyArn.lastIndexOf('/') + 1);
                all.add(new IamPolicies.Source(
                        name, AwsPolicies.isOne(policyArn) ? "aws-managed" : "user-managed", document));
            }
        }
        return all;
    }

    private @Nullable String document(String policyArn) {
        IamEntity aws = AwsPolicies.find(policyArn);
        IamEntity policy = aws != null ? aws : own(policyArn);
        return policy == null ? null : PolicyVersions.document(policy);
    }
}
