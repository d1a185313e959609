package dev.hearth.aws.sts;

import static dev.hearth.aws.Operation.built;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.iam.AccessRequest;
import dev.hearth.neighbours.iam.Caller;
import dev.hearth.neighbours.iam.DecisionPoint;
import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.IamEntity;
import dev.hearth.neighbours.iam.IamError;
import dev.hearth.neighbours.iam.IamKind;
import dev.hearth.neighbours.iam.IamLimits;
import dev.hearth.neighbours.iam.IamSetting;
import dev.hearth.neighbours.iam.KeyRing;
import dev.hearth.neighbours.iam.SessionCredentials;
import dev.hearth.neighbours.iam.Sessions;
import dev.hearth.neighbours.policy.PolicyDocument;
import dev.hearth.neighbours.policy.PolicyForm;
import dev.hearth.neighbours.policy.PolicyPrincipal;
import dev.hearth.neighbours.policy.PolicyRequest;
import dev.hearth.neighbours.policy.PolicyVerdict.Effect;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.DecodeAuthorizationMessageRequest;
import software.amazon.awssdk.services.sts.model.DecodeAuthorizationMessageResponse;
import software.amazon.awssdk.services.sts.model.FederatedUser;
import software.amazon.awssdk.services.sts.model.GetAccessKeyInfoRequest;
import software.amazon.awssdk.services.sts.model.GetAccessKeyInfoResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.GetFederationTokenRequest;
import software.amazon.awssdk.services.sts.model.GetFederationTokenResponse;
import software.amazon.awssdk.services.sts.model.GetSessionTokenRequest;
import software.amazon.awssdk.services.sts.model.GetSessionTokenResponse;

/** STS's operations, and the API's errors. */
final class StsOperations implements AwsApi {

    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Pattern KEY_ID = Pattern.compile("\\w{16,128}");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws:iam::\\d{12}:role/(.*/)?[\\w+=,.@-]{1,64}");
    private static final int CHAINED_SECONDS = 3_600;
    private static final int PACKED_PERCENT = 100;
    private static final int POLICY_CHARS = 2_048;

    private final Supplier<Iam> iam;
    private final KeyRing keys;
    private final Sessions sessions;
    private final DecisionPoint decisions;

    StsOperations(Supplier<Iam> iam, KeyRing keys, Sessions sessions, DecisionPoint decisions) {
        this.iam = iam;
        this.keys = keys;
        this.sessions = sessions;
        this.decisions = decisions;
    }

    @Override
    public String service() {
        return "sts";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                built("GetCallerIdentity", GetCallerIdentityRequest::builder, StsOperations::identity),
                built("AssumeRole", AssumeRoleRequest::builder, this::assumeRole),
                built("GetSessionToken", GetSessionTokenRequest::builder, this::sessionToken),
                built("GetFederationToken", GetFederationTokenRequest::builder, this::federationToken),
                built("GetAccessKeyInfo", GetAccessKeyInfoRequest::builder, this::keyInfo),
                built("DecodeAuthorizationMessage", DecodeAuthorizationMessageRequest::builder, StsOperations::decode),
                built(
                        "AssumeRoleWithWebIdentity",
                        AssumeRoleWithWebIdentityRequest::builder,
                        StsOperations::webIdentity));
    }

    private static GetCallerIdentityResponse identity(Call call, GetCallerIdentityRequest request) {
        Caller caller = call.caller();
        return GetCallerIdentityResponse.builder()
                .account(caller.account())
                .userId(caller.userId())
                .arn(caller.arn())
                .build();
    }

    private static FaultException invalid(@Nullable String value, String member, String constraint) {
        return IamError.VALIDATION.because("1 validation error detected: Value "
                + (value == null ? "null" : "'" + value + "'") + " at '" + member
                + "' failed to satisfy constraint: " + constraint);
    }

    private static String matching(@Nullable String value, String member, Pattern pattern) {
        if (value == null) {
            throw invalid(null, member, "Member must not be null");
        }
        if (!pattern.matcher(value).matches()) {
            throw invalid(value, member, "Member must satisfy regular expression pattern: " + pattern);
        }
        return value;
    }

    private static int seconds(@Nullable Integer given, int otherwise, int most) {
        if (given != null && (given < IamLimits.SHORTEST_SESSION_SECONDS || given > most)) {
            throw invalid(
                    given.toString(),
                    "durationSeconds",
                    given > most
                            ? "Member must have value less than or equal to " + most
                            : "Member must have value greater than or equal to " + IamLimits.SHORTEST_SESSION_SECONDS);
        }
        return given == null ? otherwise : given;
    }

    private AssumeRoleResponse assumeRole(Call call, AssumeRoleRequest request) {
        String roleArn = matching(request.roleArn(), "roleArn", ROLE_ARN);
        String session = matching(request.roleSessionName(), "roleSessionName", SESSION_NAME);
        int seconds = seconds(request.durationSeconds(), IamLimits.SESSION_SECONDS, IamLimits.MAX_SESSION_SECONDS);
        int packed = packed(request.policy());
        IamEntity role = iam.get().find(IamKind.ROLE, roleArn.substring(roleArn.lastIndexOf('/') + 1));
        boolean known = role != null && iam.get().arn(role).equals(roleArn);
        Effect trusted =
                role == null ? Effect.IMPLICIT_DENY : trust(role, call.caller(), roleArn, request.externalId());
        AccessRequest question = new AccessRequest(call.caller(), "sts", "AssumeRole", roleArn, trusted);
        if (role == null || !known || !decisions.allows(question)) {
            throw IamError.ACCESS_DENIED.because("User: " + call.caller().arn()
                    + " is not authorized to perform: sts:AssumeRole on resource: " + roleArn);
        }
        checkDuration(call.caller(), role, seconds);
        Caller assumed = Caller.session(call.scope().account(), roleArn, role.id(), session);
        return AssumeRoleResponse.builder()
                .credentials(view(sessions.issue(assumed, role.id(), seconds)))
                .assumedRoleUser(AssumedRoleUser.builder()
                        .arn(assumed.arn())
                        .assumedRoleId(assumed.userId())
                        .build())
                .packedPolicySize(packed == 0 ? null : packed)
                .sourceIdentity(request.sourceIdentity())
                .build();
    }

    private static void checkDuration(Caller caller, IamEntity role, int seconds) {
        if (caller.kind() == Caller.Kind.ROLE_SESSION && seconds > CHAINED_SECONDS) {
            throw IamError.VALIDATION.because(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
                            + " chaining");
        }
        String most = role.setting(IamSetting.MAX_SESSION);
        if (seconds > (most == null ? IamLimits.SESSION_SECONDS : Integer.parseInt(most))) {
            throw IamError.VALIDATION.because(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
    }

    /** What a role's trust policy says of the caller. */
    private static Effect trust(IamEntity role, Caller caller, String roleArn, @Nullable String externalId) {
        String document = role.setting(IamSetting.TRUST);
        if (document == null) {
            return Effect.IMPLICIT_DENY;
        }
        PolicyPrincipal who =
                new PolicyPrincipal(PolicyPrincipal.Kind.AWS, caller.arn(), caller.account(), caller.roleArn());
        Map<String, List<String>> context =
                externalId == null ? Map.of() : Map.of("sts:ExternalId", List.of(externalId));
        return PolicyDocument.parse(document)
                .verdict(new PolicyRequest(who, "sts:AssumeRole", roleArn, context))
                .effect();
    }

    /** How much of its room a session policy takes, in percent; it is checked, and not enforced yet. */
    private static int packed(@Nullable String policy) {
        if (policy == null) {
            return 0;
        }
        if (policy.length() > POLICY_CHARS) {
            throw invalid(policy, "policy", "Member must have length less than or equal to " + POLICY_CHARS);
        }
        PolicyDocument.checked(policy, PolicyForm.IDENTITY);
        return Math.max(1, policy.length() * PACKED_PERCENT / POLICY_CHARS);
    }

    private GetSessionTokenResponse sessionToken(Call call, GetSessionTokenRequest request) {
        if (call.caller().kind() == Caller.Kind.ROLE_SESSION) {
            throw IamError.ACCESS_DENIED.because("Cannot call GetSessionToken with session credentials");
        }
        int seconds = seconds(request.durationSeconds(), IamLimits.TOKEN_SECONDS, IamLimits.MAX_TOKEN_SECONDS);
        // AWS gives the account's root an hour at most.
        boolean root = call.caller().kind() == Caller.Kind.ROOT;
        return GetSessionTokenResponse.builder()
                .credentials(view(sessions.issue(
                        call.caller(),
                        owner(call.caller()),
                        root ? Math.min(seconds, IamLimits.SESSION_SECONDS) : seconds)))
                .build();
    }

    private GetFederationTokenResponse federationToken(Call call, GetFederationTokenRequest request) {
        if (call.caller().kind() == Caller.Kind.ROLE_SESSION) {
            throw IamError.ACCESS_DENIED.because("Cannot call GetFederationToken with session credentials");
        }
        String name = matching(request.name(), "name", Pattern.compile("[\\w+=,.@-]{2,32}"));
        int seconds = seconds(request.durationSeconds(), IamLimits.TOKEN_SECONDS, IamLimits.MAX_TOKEN_SECONDS);
        int packed = packed(request.policy());
        String account = call.scope().account();
        Caller federated = new Caller(
                Caller.Kind.FEDERATED,
                "arn:aws:sts::" + account + ":federated-user/" + name,
                account + ":" + name,
                account,
                "");
        return GetFederationTokenResponse.builder()
                .credentials(view(sessions.issue(federated, owner(call.caller()), seconds)))
                .federatedUser(FederatedUser.builder()
                        .arn(federated.arn())
                        .federatedUserId(federated.userId())
                        .build())
                .packedPolicySize(packed == 0 ? null : packed)
                .build();
    }

    /** Whose end is the end of what {@code caller} is given: a user's own; the account lasts. */
    private static String owner(Caller caller) {
        return caller.kind() == Caller.Kind.USER ? caller.userId() : "";
    }

    private static Credentials view(SessionCredentials credentials) {
        return Credentials.builder()
                .accessKeyId(credentials.accessKeyId())
                .secretAccessKey(credentials.secret())
                .sessionToken(credentials.token())
                // STS tells whole seconds.
                .expiration(Instant.ofEpochSecond(credentials.expiresMillis() / 1000))
                .build();
    }

    private GetAccessKeyInfoResponse keyInfo(Call call, GetAccessKeyInfoRequest request) {
        String id = matching(request.accessKeyId(), "accessKeyId", KEY_ID);
        String account = keys.accountOf(id);
        if (account == null) {
            throw IamError.VALIDATION.because("Invalid Access Key ID: " + id);
        }
        return GetAccessKeyInfoResponse.builder().account(account).build();
    }

    /** No refusal of Hearth's carries a message to decode. */
    private static DecodeAuthorizationMessageResponse decode(Call call, DecodeAuthorizationMessageRequest request) {
        throw new Fault(
                        Fault.Kind.INVALID_PARAMETER,
                        "The message is not valid",
                        "InvalidAuthorizationMessageException")
                .asException();
    }

    private static AssumeRoleWithWebIdentityResponse webIdentity(Call call, AssumeRoleWithWebIdentityRequest request) {
        throw new Fault(
                        Fault.Kind.INVALID_PARAMETER,
                        "No OpenIDConnect provider found in your account for the token's issuer",
                        "InvalidIdentityToken")
                .asException();
    }

    @Override
    public AwsError error(Fault fault) {
        String code = fault.detail();
        return switch (fault.kind().owner()) {
            case CALLER, FUNCTION ->
                new AwsError(
                        code.isEmpty() ? "ValidationError" : code,
                        fault.kind() == Fault.Kind.ACCESS_DENIED ? 403 : 400,
                        fault.message(),
                        "");
            case SANDBOX, PLATFORM -> new AwsError("InternalFailure", 500, fault.message(), "");
        };
    }
}
