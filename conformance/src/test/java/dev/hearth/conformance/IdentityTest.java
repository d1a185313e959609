package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** IAM, STS and Parameter Store with the SDK for Java: identities that really sign, and AWS's errors. */
@ExtendWith(SharedHearth.class)
class IdentityTest {

    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                    + "{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\"}]}";
    private static final String BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

    private final Hearth hearth;
    private final IamClient iam;
    private final StsClient sts;
    private final SsmClient ssm;
    private final String name = "i-" + UUID.randomUUID();

    IdentityTest(Hearth hearth) {
        Clients clients = new Clients(hearth.endpoint(), hearth.keys());
        this.hearth = hearth;
        this.iam = clients.iam();
        this.sts = clients.sts();
        this.ssm = clients.ssm();
    }

    @Test
    void anAssumedRoleSignsAndIsKnownByItsSession() {
        Role role = iam.createRole(
                        request -> request.roleName(name).path("/deploy/").assumeRolePolicyDocument(TRUST))
                .role();
        Credentials given = sts.assumeRole(
                        request -> request.roleArn(role.arn()).roleSessionName("me"))
                .credentials();
        AwsSessionCredentials keys =
                AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());

        StsClient asRole = new Clients(hearth.endpoint(), keys).sts();
        assertThat(asRole.getCallerIdentity().arn())
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/" + name + "/me");
        assertThat(asRole.getCallerIdentity().userId()).isEqualTo(role.roleId() + ":me");
        assertThat(new Clients(hearth.endpoint(), keys)
                        .sqs()
                        .listQueues()
                        .sdkHttpResponse()
                        .isSuccessful())
                .isTrue();

        AwsBasicCredentials withoutToken = AwsBasicCredentials.create(given.accessKeyId(), given.secretAccessKey());
        assertThatThrownBy(
                        () -> new Clients(hearth.endpoint(), withoutToken).sts().getCallerIdentity())
                .isInstanceOfSatisfying(AwsServiceException.class, refused -> {
                    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidClientTokenId");
                    assertThat(refused.statusCode()).isEqualTo(403);
                });
        assertThatThrownBy(() -> sts.assumeRole(
                        request -> request.roleArn(role.arn() + "x").roleSessionName("me")))
                .hasMessageContaining("is not authorized to perform: sts:AssumeRole on resource");
    }

    @Test
    void sessionsEndWithTheRoleOrTheUser() {
        Role role = iam.createRole(request -> request.roleName(name).assumeRolePolicyDocument(TRUST))
                .role();
        Credentials ofRole = sts.assumeRole(
                        request -> request.roleArn(role.arn()).roleSessionName("me"))
                .credentials();
        iam.createUser(request -> request.userName(name));
        AccessKey key = iam.createAccessKey(request -> request.userName(name)).accessKey();
        StsClient asUser = new Clients(
                        hearth.endpoint(), AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))
                .sts();
        Credentials ofUser = asUser.getSessionToken().credentials();
        Credentials federated =
                asUser.getFederationToken(request -> request.name("guest")).credentials();
        iam.deleteAccessKey(request -> request.userName(name).accessKeyId(key.accessKeyId()));

        assertThat(with(ofUser).getCallerIdentity().arn()).endsWith(":user/" + name);
        assertThat(with(federated).getCallerIdentity().arn()).endsWith(":federated-user/guest");
        iam.deleteUser(request -> request.userName(name));
        iam.deleteRole(request -> request.roleName(name));
        for (Credentials ended : List.of(ofRole, ofUser, federated)) {
            assertThatThrownBy(() -> with(ended).getCallerIdentity())
                    .isInstanceOfSatisfying(AwsServiceException.class, refused -> {
                        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidClientTokenId");
                        assertThat(refused.statusCode()).isEqualTo(403);
                    });
        }
    }

    private StsClient with(Credentials given) {
        return new Clients(
                        hearth.endpoint(),
                        AwsSessionCredentials.create(
                                given.accessKeyId(), given.secretAccessKey(), given.sessionToken()))
                .sts();
    }

    @Test
    void aUsersKeySignsWhileItIsActive() {
        iam.createUser(request -> request.userName(name));
        AccessKey made = iam.createAccessKey(request -> request.userName(name)).accessKey();
        Clients asUser =
                new Clients(hearth.endpoint(), AwsBasicCredentials.create(made.accessKeyId(), made.secretAccessKey()));

        assertThat(asUser.sts().getCallerIdentity().arn()).isEqualTo("arn:aws:iam::000000000000:user/" + name);
        assertThat(asUser.iam().getUser().user().userName()).isEqualTo(name);
        iam.updateAccessKey(request ->
                request.userName(name).accessKeyId(made.accessKeyId()).status("Inactive"));
        assertThatThrownBy(() -> asUser.sts().getCallerIdentity())
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        refused -> assertThat(refused.statusCode()).isEqualTo(403));
        assertThatThrownBy(() -> iam.deleteUser(request -> request.userName(name)))
                .isInstanceOf(DeleteConflictException.class);
    }

    @Test
    void rolesHavePoliciesAndErrorsHaveAwsCodes() {
        iam.createRole(request -> request.roleName(name).assumeRolePolicyDocument(TRUST));
        iam.attachRolePolicy(request -> request.roleName(name).policyArn(BASIC));
        String arn = iam.createPolicy(request -> request.policyName(name)
                        .policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":"
                                + "\"s3:*\",\"Resource\":\"*\"}}"))
                .policy()
                .arn();
        iam.attachRolePolicy(request -> request.roleName(name).policyArn(arn));

        assertThat(iam.listAttachedRolePolicies(request -> request.roleName(name))
                        .attachedPolicies())
                .extracting(each -> each.policyArn())
                .containsExactly(BASIC, arn);
        String trust = iam.getRole(request -> request.roleName(name)).role().assumeRolePolicyDocument();
        assertThat(URLDecoder.decode(trust, StandardCharsets.UTF_8)).isEqualTo(TRUST);
        List<EvaluationResult> said = iam.simulatePrincipalPolicy(
                        request -> request.policySourceArn("arn:aws:iam::000000000000:role/" + name)
                                .actionNames("logs:PutLogEvents", "s3:GetObject", "sqs:SendMessage"))
                .evaluationResults();
        assertThat(said)
                .extracting(EvaluationResult::evalDecisionAsString)
                .containsExactly("allowed", "explicitDeny", "implicitDeny");

        assertThatThrownBy(
                        () -> iam.createRole(request -> request.roleName(name).assumeRolePolicyDocument(TRUST)))
                .isInstanceOf(EntityAlreadyExistsException.class);
        assertThatThrownBy(() -> iam.deleteRole(request -> request.roleName(name)))
                .isInstanceOf(DeleteConflictException.class);
        assertThatThrownBy(() -> iam.getRole(request -> request.roleName("none")))
                .isInstanceOf(NoSuchEntityException.class)
                .hasMessageContaining("The role with name none cannot be found.");
        assertThatThrownBy(() ->
                        iam.createRole(request -> request.roleName(name + "2").assumeRolePolicyDocument("{}")))
                .isInstanceOf(MalformedPolicyDocumentException.class);
    }

    @Test
    void parametersAreKeptWithTheirVersionsAndSealed() {
        String path = "/" + name + "/";
        ssm.putParameter(request -> request.name(path + "a").value("one").type(ParameterType.SECURE_STRING));
        ssm.putParameter(request -> request.name(path + "a").value("two").overwrite(true));
        ssm.putParameter(request -> request.name(path + "b").value("x,y").type(ParameterType.STRING_LIST));

        assertThat(ssm.getParameter(request -> request.name(path + "a").withDecryption(true))
                        .parameter()
                        .value())
                .isEqualTo("two");
        assertThat(ssm.getParameter(request -> request.name(path + "a:1").withDecryption(true))
                        .parameter()
                        .value())
                .isEqualTo("one");
        assertThat(ssm.getParametersByPath(request -> request.path(path)).parameters())
                .extracting(each -> each.name())
                .containsExactly(path + "a", path + "b");
        assertThat(ssm.getParameters(request -> request.names(path + "b", "none"))
                        .invalidParameters())
                .containsExactly("none");
        assertThatThrownBy(() -> ssm.getParameter(request -> request.name("none")))
                .isInstanceOf(ParameterNotFoundException.class);
        assertThat(ssm.deleteParameters(request -> request.names(path + "a", path + "b"))
                        .deletedParameters())
                .hasSize(2);
    }
}
