package dev.hearth.neighbours.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.policy.PolicyDocument;
import dev.hearth.neighbours.policy.PolicyForm;
import dev.hearth.neighbours.seal.Seal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IamTest {

    private static final AwsScope SCOPE = new AwsScope("000000000000", "us-east-1");
    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":"
            + "{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}";
    private static final String ALL =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";
    private static final String BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

    private final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-25T12:00:00Z"), 7);
    private final IamStore store = IamStore.inMemory();
    private final Sessions sessions = Sessions.create(new byte[32], ports, ports);
    private KeyRing ring = ring();
    private Iam iam = Iam.create(store, ring, ports.ports(), SCOPE);

    private KeyRing ring() {
        Seal seal = Seal.create(() -> new byte[Seal.KEY_BYTES], ports);
        return KeyRing.create(Map.of(), store, seal, sessions, SCOPE.account());
    }

    private void restart() {
        ring = ring();
        iam = Iam.create(store, ring, ports.ports(), SCOPE);
    }

    private IamEntity make(IamKind kind, String name, Map<IamSetting, String> settings, @Nullable String document) {
        return iam.create(new IamWish(kind, name, "/team/", settings, Map.of("k", "v"), document));
    }

    private IamEntity role(String name) {
        return make(IamKind.ROLE, name, Map.of(IamSetting.TRUST, TRUST), null);
    }

    private static void refused(Runnable call, IamError error, String message) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(FaultException.class, thrown -> {
            assertThat(thrown.fault().detail()).isEqualTo(error.code());
            assertThat(thrown.fault().message()).isEqualTo(message);
        });
    }

    @Test
    void aRoleIsThereAfterARestartAndGoesWhenNothingHoldsIt() {
        IamEntity made = role("r");
        assertThat(iam.arn(made)).isEqualTo("arn:aws:iam::000000000000:role/team/r");
        assertThat(made.id()).matches("AROA[A-Z2-7]{16}");
        iam.attach(IamKind.ROLE, "r", BASIC);
        iam.putInline(IamKind.ROLE, "r", "inline", ALL);
        restart();

        refused(() -> role("R"), IamError.ALREADY_EXISTS, "Role with name R already exists.");
        refused(
                () -> iam.delete(IamKind.ROLE, "r"),
                IamError.DELETE_CONFLICT,
                "Cannot delete entity, must detach all policies first.");
        iam.detach(IamKind.ROLE, "r", BASIC);
        refused(
                () -> iam.delete(IamKind.ROLE, "r"),
                IamError.DELETE_CONFLICT,
                "Cannot delete entity, must delete policies first.");
        iam.deleteInline(IamKind.ROLE, "r", "inline");
        iam.delete(IamKind.ROLE, "r");
        refused(() -> iam.get(IamKind.ROLE, "r"), IamError.NO_SUCH_ENTITY, "The role with name r cannot be found.");
    }

    @Test
    void aManagedPolicyHasFiveVersionsWhoseNumbersAreNotUsedAgain() {
        IamEntity policy = make(IamKind.POLICY, "p", Map.of(), ALL);
        String arn = iam.arn(policy);
        for (int i = 2; i <= 5; i++) {
            assertThat(iam.createVersion(arn, ALL, true)).isEqualTo("v" + i);
        }
        refused(
                () -> iam.createVersion(arn, ALL, true),
                IamError.LIMIT_EXCEEDED,
                "A managed policy can have up to 5 versions. Before you create a new version, you must delete an"
                        + " existing version.");
        refused(
                () -> iam.deleteVersion(arn, "v5"),
                IamError.DELETE_CONFLICT,
                "Cannot delete the default version of a policy.");
        iam.deleteVersion(arn, "v4");
        assertThat(iam.createVersion(arn, ALL, false)).isEqualTo("v6");
        assertThat(iam.get(IamKind.POLICY, arn).setting(IamSetting.DEFAULT_VERSION))
                .isEqualTo("v5");

        role("r");
        iam.attach(IamKind.ROLE, "r", arn);
        refused(
                () -> iam.delete(IamKind.POLICY, arn),
                IamError.DELETE_CONFLICT,
                "Cannot delete a policy attached to entities.");
        refused(
                () -> iam.attach(IamKind.ROLE, "r", "arn:aws:iam::000000000000:policy/none"),
                IamError.NO_SUCH_ENTITY,
                "Policy arn:aws:iam::000000000000:policy/none does not exist or is not attachable.");
    }

    @Test
    void awsOwnPoliciesAreThereAndCannotBeChanged() {
        IamEntity policy = iam.get(IamKind.POLICY, BASIC);
        assertThat(iam.arn(policy)).isEqualTo(BASIC);
        assertThat(policy.documents().get("v1")).contains("logs:PutLogEvents");
        assertThatThrownBy(() -> iam.delete(IamKind.POLICY, BASIC)).isInstanceOf(FaultException.class);
        iam.awsPolicies()
                .forEach(each ->
                        PolicyDocument.checked(String.valueOf(each.documents().get("v1")), PolicyForm.IDENTITY));
    }

    private @Nullable Signer found(SessionCredentials made) {
        return ring.find(made.accessKeyId(), made.token());
    }

    @Test
    void aSessionEndsWithItsRoleOrItsUserThoughNotWithAKey() {
        IamEntity role = role("r");
        IamEntity user = make(IamKind.USER, "bob", Map.of(), null);
        String key = iam.createKey("bob", "request").entity().name();
        Caller asRole = Caller.session(SCOPE.account(), iam.arn(role), role.id(), "s");
        Caller asUser = new Caller(Caller.Kind.USER, iam.arn(user), user.id(), SCOPE.account(), "");
        SessionCredentials ofRole = sessions.issue(asRole, role.id(), 900);
        SessionCredentials ofUser = sessions.issue(asUser, user.id(), 900);
        restart();

        assertThat(String.valueOf(found(ofRole))).contains(asRole.arn());
        iam.setKeyStatus("bob", key, "Inactive");
        iam.deleteKey("bob", key);
        assertThat(found(ofUser)).isNotNull();
        iam.delete(IamKind.USER, "bob");
        assertThat(found(ofUser)).isNull();
        iam.delete(IamKind.ROLE, "r");
        assertThat(found(ofRole)).isNull();
        role("r");
        assertThat(found(ofRole)).as("another role of the same name").isNull();
    }

    @Test
    void aFunctionHasASessionOfItsRoleEvenIfThereIsNone() {
        String arn = "arn:aws:iam::123456789012:role/service-role/made-up";
        SessionCredentials made = sessions.issue(Caller.function(SCOPE.account(), arn, "hello"), "", 900);
        Signer signer = found(made);
        assertThat(signer).isNotNull();
        assertThat(signer.caller().arn()).isEqualTo("arn:aws:sts::000000000000:assumed-role/made-up/hello");
        assertThat(signer.caller().userId()).matches("AROA[A-Z2-7]{16}:hello");
        assertThat(found(made)).isEqualTo(signer);

        IamEntity role = role("r");
        Caller known = Caller.function(SCOPE.account(), iam.arn(role), "hello");
        Signer ofRole = found(sessions.issue(known, "", 900));
        assertThat(ofRole).isNotNull();
        assertThat(ofRole.caller().userId()).isEqualTo(role.id() + ":hello");
    }

    @Test
    void aKeySignsUntilItIsInactiveOrGone() {
        make(IamKind.USER, "bob", Map.of(), null);
        Iam.NewKey key = iam.createKey("bob", "first");
        String id = key.entity().name();
        assertThat(store.signers().toString()).as("the secret is sealed").doesNotContain(key.secret());
        restart();

        Signer signer = ring.find(id, null);
        assertThat(signer).isNotNull();
        assertThat(signer.secret()).isEqualTo(key.secret());
        assertThat(iam.createKey("bob", "first")).as("the same request again").isEqualTo(key);
        assertThat(signer.caller().arn()).isEqualTo("arn:aws:iam::000000000000:user/team/bob");
        iam.rename(IamKind.USER, "bob", "rob", "/");
        assertThat(String.valueOf(ring.find(id, null))).contains("arn:aws:iam::000000000000:user/rob");
        iam.setKeyStatus("rob", id, "Inactive");
        assertThat(ring.find(id, null)).isNull();
        iam.setKeyStatus("rob", id, "Active");
        assertThat(ring.find(id, null)).isNotNull();
        refused(
                () -> iam.delete(IamKind.USER, "rob"),
                IamError.DELETE_CONFLICT,
                "Cannot delete entity, must delete access keys first.");
        iam.createKey("rob", "second");
        refused(
                () -> iam.createKey("rob", "third"),
                IamError.LIMIT_EXCEEDED,
                "Cannot exceed quota for AccessKeysPerUser: 2");
        iam.deleteKey("rob", id);
        assertThat(ring.find(id, null)).isNull();
    }

    @Test
    void theRenamedUserStaysInItsGroupAndItsPoliciesAreThoseOfTheGroupToo() {
        make(IamKind.USER, "bob", Map.of(), null);
        make(IamKind.GROUP, "g", Map.of(), null);
        iam.join(IamKind.GROUP, "g", "bob");
        iam.attach(IamKind.GROUP, "g", BASIC);
        iam.putInline(IamKind.USER, "bob", "own", ALL);
        iam.rename(IamKind.USER, "bob", "rob", null);

        assertThat(iam.get(IamKind.GROUP, "g").members()).containsExactly("rob");
        assertThat(iam.policies(IamKind.USER, "rob").sources())
                .extracting(IamPolicies.Source::name)
                .containsExactly("own", "AWSLambdaBasicExecutionRole");
        assertThat(iam.holding(IamKind.GROUP, "rob"))
                .extracting(IamEntity::name)
                .isEqualTo(List.of("g"));
    }

    @Test
    void whatIsNotAllowedIsRefusedInAwsWords() {
        refused(
                () -> make(IamKind.ROLE, "a b", Map.of(IamSetting.TRUST, TRUST), null),
                IamError.VALIDATION,
                "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the"
                        + " following: +=,.@_-");
        refused(
                () -> make(IamKind.ROLE, "r", Map.of(IamSetting.TRUST, "{"), null),
                IamError.MALFORMED_POLICY,
                "This policy contains invalid Json");
        refused(
                () -> iam.tag(IamKind.USER, "nobody", Map.of("a", "b")),
                IamError.NO_SUCH_ENTITY,
                "The user with name nobody cannot be found.");
    }
}
