package dev.hearth.server;

import dev.hearth.aws.AccessKeys;
import dev.hearth.aws.AwsApi;
import dev.hearth.aws.iam.IamApi;
import dev.hearth.aws.ssm.SsmApi;
import dev.hearth.aws.sts.StsApi;
import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.iam.Caller;
import dev.hearth.neighbours.iam.DecisionPoint;
import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.IamStore;
import dev.hearth.neighbours.iam.KeyRing;
import dev.hearth.neighbours.iam.Sessions;
import dev.hearth.neighbours.iam.Signer;
import dev.hearth.neighbours.seal.Seal;
import dev.hearth.neighbours.ssm.Ssm;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may do what: keys, IAM, STS, and the parameters that are sealed with the same secret. Made as they are used. */
final class IdentityParts {

    private final Database database;
    private final Ports ports;
    private final AwsScope scope;
    private final Seal seal;
    private final Sessions sessions;
    private final IamStore store;
    private final KeyRing ring;
    private final DecisionPoint decisions = DecisionPoint.knownIdentities();
    private @Nullable Iam iam;

    private IdentityParts(Database database, Credentials credentials, Ports ports, AwsScope scope) {
        this.database = database;
        this.ports = ports;
        this.scope = scope;
        this.seal = Seal.create(() -> credentials.secret("seal"), ports.randomness());
        this.sessions = credentials.sessions(ports);
        this.store = Stores.iam(database);
        Signer root = new Signer(credentials.user().secretAccessKey(), Caller.root(scope.account()), Long.MAX_VALUE);
        this.ring =
                KeyRing.create(Map.of(credentials.user().accessKeyId(), root), store, seal, sessions, scope.account());
    }

    static IdentityParts open(Database database, Credentials credentials, Ports ports, AwsScope scope) {
        return new IdentityParts(database, credentials, ports, scope);
    }

    AccessKeys keys() {
        return ring::find;
    }

    DecisionPoint decisions() {
        return decisions;
    }

    private synchronized Iam iam() {
        Iam made = iam;
        if (made == null) {
            made = Iam.create(store, ring, ports, scope);
            iam = made;
        }
        return made;
    }

    /** IAM's, STS's and Parameter Store's. */
    List<AwsApi> apis() {
        return List.of(
                AwsApi.late("sts", () -> StsApi.create(this::iam, ring, sessions, decisions)),
                AwsApi.late("iam", () -> IamApi.create(iam())),
                AwsApi.late("ssm", () -> SsmApi.create(Ssm.create(Stores.ssm(database), seal, ports.time(), scope))));
    }
}
