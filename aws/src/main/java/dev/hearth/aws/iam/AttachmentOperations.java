package dev.hearth.aws.iam;

import dev.hearth.aws.NamedOperations;
import dev.hearth.aws.Operation;
import dev.hearth.neighbours.apigateway.Doc;
import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.IamEntity;
import dev.hearth.neighbours.iam.IamKind;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What users, groups and roles have of policies, inline and attached: seven operations that are the same for the three
 * but for the name in them.
 *
 * @param kind whose operations these are
 * @param word {@code User}, {@code Group} or {@code Role}
 */
record AttachmentOperations(Iam iam, IamKind kind, String word) {

    private static final String MODEL = "software.amazon.awssdk.services.iam.model";
    private static final String POLICY_NAME = "PolicyName";
    private static final String POLICY_ARN = "PolicyArn";
    private static final String DOCUMENT = "PolicyDocument";

    /** Adds those of all three. */
    static void into(List<Operation<?, ?>> operations, Iam iam) {
        new AttachmentOperations(iam, IamKind.USER, "User").add(operations);
        new AttachmentOperations(iam, IamKind.GROUP, "Group").add(operations);
        new AttachmentOperations(iam, IamKind.ROLE, "Role").add(operations);
    }

    private void add(List<Operation<?, ?>> operations) {
        Map<String, UnaryOperator<Doc>> all = Map.of(
                "Put" + word + "Policy", this::put,
                "Get" + word + "Policy", this::get,
                "Delete" + word + "Policy", this::delete,
                "List" + word + "Policies", this::list,
                "Attach" + word + "Policy", this::attach,
                "Detach" + word + "Policy", this::detach,
                "ListAttached" + word + "Policies", this::attached);
        all.forEach((name, operation) -> operations.add(NamedOperations.of(MODEL, name, operation)));
    }

    /** A member that must be there; messages name it with a small letter. */
    private static String needed(Doc in, String member) {
        return Needed.member(in.text(member), Character.toLowerCase(member.charAt(0)) + member.substring(1));
    }

    private String name(Doc in) {
        return needed(in, word + "Name");
    }

    private Doc put(Doc in) {
        iam.putInline(kind, name(in), needed(in, POLICY_NAME), needed(in, DOCUMENT));
        return Doc.empty();
    }

    private Doc get(Doc in) {
        String name = name(in);
        String policy = needed(in, POLICY_NAME);
        return Doc.of(
                word + "Name", name, POLICY_NAME, policy, DOCUMENT, Views.encoded(iam.inline(kind, name, policy)));
    }

    private Doc delete(Doc in) {
        iam.deleteInline(kind, name(in), needed(in, POLICY_NAME));
        return Doc.empty();
    }

    private Doc list(Doc in) {
        IamEntity entity = iam.get(kind, name(in));
        return page(in, "PolicyNames", List.copyOf(entity.documents().keySet()));
    }

    private Doc attach(Doc in) {
        iam.attach(kind, name(in), needed(in, POLICY_ARN));
        return Doc.empty();
    }

    private Doc detach(Doc in) {
        iam.detach(kind, name(in), needed(in, POLICY_ARN));
        return Doc.empty();
    }

    private Doc attached(Doc in) {
        String path = in.text("PathPrefix", "/");
        List<Map<String, @Nullable Object>> policies = Views.attached(iam.get(kind, name(in))).stream()
                .filter(each -> each.policyArn()
                        .substring(each.policyArn().indexOf('/'))
                        .startsWith(path))
                .map(each -> Doc.of(POLICY_ARN, each.policyArn(), POLICY_NAME, each.policyName())
                        .members())
                .toList();
        return page(in, "AttachedPolicies", policies);
    }

    private static Doc page(Doc in, String member, List<?> all) {
        String most = in.text("MaxItems");
        Pages<?> page = Pages.of(all, most == null ? null : Integer.valueOf(most), in.text("Marker"));
        return Doc.of(member, page.items(), "IsTruncated", page.isTruncated(), "Marker", page.marker());
    }
}
