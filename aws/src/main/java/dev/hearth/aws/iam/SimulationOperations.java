package dev.hearth.aws.iam;

import dev.hearth.aws.Call;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.IamError;
import dev.hearth.neighbours.iam.IamKind;
import dev.hearth.neighbours.iam.IamPolicies;
import dev.hearth.neighbours.policy.PolicyDocument;
import dev.hearth.neighbours.policy.PolicyPrincipal;
import dev.hearth.neighbours.policy.PolicyRequest;
import dev.hearth.neighbours.policy.PolicyVerdict;
import dev.hearth.neighbours.policy.PolicyVerdict.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PermissionsBoundaryDecisionDetail;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyResponse;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;
import software.amazon.awssdk.services.iam.model.Statement;

/** The policy simulator: what policies say of actions, without doing them. */
final class SimulationOperations {

    private static final int MAX_ACTIONS = 1_000;

    /** Policies whose verdicts count together: all that give, and the boundary that must allow too. */
    private record Policies(List<IamPolicies.Source> sources, List<String> boundaries) {}

    /** What both operations ask. */
    private record Question(
            List<String> actions,
            List<String> resources,
            @Nullable String resourcePolicy,
            String callerArn,
            List<ContextEntry> context) {}

    private final Iam iam;

    SimulationOperations(Iam iam) {
        this.iam = iam;
    }

    SimulateCustomPolicyResponse custom(Call call, SimulateCustomPolicyRequest request) {
        Policies policies = new Policies(
                given(Needed.member(
                        request.hasPolicyInputList() ? request.policyInputList() : null, "policyInputList")),
                request.permissionsBoundaryPolicyInputList());
        Question question = new Question(
                actions(request.actionNames()),
                request.resourceArns(),
                request.resourcePolicy(),
                caller(call, request.callerArn()),
                request.contextEntries());
        Pages<EvaluationResult> page =
                Pages.of(results(call, policies, question), request.maxItems(), request.marker());
        return SimulateCustomPolicyResponse.builder()
                .evaluationResults(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    SimulatePrincipalPolicyResponse principal(Call call, SimulatePrincipalPolicyRequest request) {
        String arn = Needed.member(request.policySourceArn(), "policySourceArn");
        IamPolicies own = iam.policies(kind(arn), arn.substring(arn.lastIndexOf('/') + 1));
        List<IamPolicies.Source> sources = new ArrayList<>(own.sources());
        sources.addAll(given(request.policyInputList()));
        List<String> boundaries = new ArrayList<>(request.permissionsBoundaryPolicyInputList());
        String boundary = own.boundary();
        if (boundaries.isEmpty() && boundary != null) {
            boundaries.add(boundary);
        }
        Question question = new Question(
                actions(request.actionNames()),
                request.resourceArns(),
                request.resourcePolicy(),
                request.callerArn() == null ? arn : request.callerArn(),
                request.contextEntries());
        Pages<EvaluationResult> page = Pages.of(
                results(call, new Policies(sources, boundaries), question), request.maxItems(), request.marker());
        return SimulatePrincipalPolicyResponse.builder()
                .evaluationResults(page.items())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    private static IamKind kind(String arn) {
        if (arn.contains(":user/")) {
            return IamKind.USER;
        }
        if (arn.contains(":group/")) {
            return IamKind.GROUP;
        }
        if (arn.contains(":role/")) {
            return IamKind.ROLE;
        }
        throw IamError.INVALID_INPUT.because(
                "Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
    }

    private static String caller(Call call, @Nullable String arn) {
        return arn == null ? call.caller().arn() : arn;
    }

    private static List<IamPolicies.Source> given(List<String> documents) {
        List<IamPolicies.Source> sources = new ArrayList<>();
        for (String document : documents) {
            sources.add(new IamPolicies.Source("PolicyInputList." + (sources.size() + 1), "none", document));
        }
        return sources;
    }

    private static List<String> actions(List<String> actions) {
        if (actions.isEmpty() || actions.size() > MAX_ACTIONS) {
            throw IamError.INVALID_INPUT.because("ActionNames must name 1 to " + MAX_ACTIONS + " actions.");
        }
        for (String action : actions) {
            if (!action.contains(":") || action.contains("*")) {
                throw IamError.INVALID_INPUT.because("Action " + action + " is not valid.");
            }
        }
        return actions;
    }

    private List<EvaluationResult> results(Call call, Policies policies, Question question) {
        List<PolicyDocument> documents =
                policies.sources().stream().map(each -> parse(each.document())).toList();
        List<PolicyDocument> boundaries =
                policies.boundaries().stream().map(SimulationOperations::parse).toList();
        String resourcePolicy = question.resourcePolicy();
        List<PolicyDocument> resource = resourcePolicy == null ? List.of() : List.of(parse(resourcePolicy));
        Map<String, List<String>> context = context(question.context());
        PolicyPrincipal who = new PolicyPrincipal(
                PolicyPrincipal.Kind.AWS, question.callerArn(), call.scope().account(), question.callerArn());
        List<EvaluationResult> results = new ArrayList<>();
        for (String action : question.actions()) {
            for (String arn : question.resources().isEmpty() ? List.of("*") : question.resources()) {
                PolicyRequest request = new PolicyRequest(who, action, arn, context);
                PolicyVerdict own = PolicyDocument.verdict(documents, request);
                PolicyVerdict bound = PolicyDocument.verdict(boundaries, request);
                PolicyVerdict shared = PolicyDocument.verdict(resource, request);
                results.add(result(policies, boundaries.isEmpty(), request, own, bound, shared));
            }
        }
        return results;
    }

    private static PolicyDocument parse(String document) {
        try {
            return PolicyDocument.parse(document);
        } catch (FaultException malformed) {
            throw IamError.INVALID_INPUT.because(
                    "Invalid policy: " + malformed.fault().message());
        }
    }

    private static Map<String, List<String>> context(List<ContextEntry> entries) {
        Map<String, List<String>> context = new LinkedHashMap<>();
        entries.forEach(
                each -> context.put(Needed.member(each.contextKeyName(), "contextKeyName"), each.contextKeyValues()));
        return context;
    }

    /** A deny anywhere denies; a boundary must allow what policies of the caller give. */
    private static EvaluationResult result(
            Policies policies,
            boolean unbounded,
            PolicyRequest request,
            PolicyVerdict own,
            PolicyVerdict bound,
            PolicyVerdict shared) {
        Effect effect = Effect.IMPLICIT_DENY;
        if (List.of(own.effect(), bound.effect(), shared.effect()).contains(Effect.EXPLICIT_DENY)) {
            effect = Effect.EXPLICIT_DENY;
        } else if (shared.allows() || own.allows() && (unbounded || bound.allows())) {
            effect = Effect.ALLOWED;
        }
        EvaluationResult.Builder view = EvaluationResult.builder()
                .evalActionName(request.action())
                .evalResourceName(request.resource())
                .evalDecision(effect.word())
                .matchedStatements(own.statements().stream()
                        .map(each -> policies.sources().get(each.document()))
                        .distinct()
                        .map(source -> Statement.builder()
                                .sourcePolicyId(source.name())
                                .sourcePolicyType(source.type())
                                .build())
                        .toList())
                .missingContextValues(List.of());
        if (!unbounded) {
            view.permissionsBoundaryDecisionDetail(PermissionsBoundaryDecisionDetail.builder()
                    .allowedByPermissionsBoundary(bound.allows())
                    .build());
        }
        return view.build();
    }
}
