package dev.hearth.neighbours.iam;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who lives: the unique ids of users and roles, and the roles' by their ARNs. */
final class Principals {

    private final String account;
    private final Map<String, String> roles = new ConcurrentHashMap<>();
    private final Set<String> living = ConcurrentHashMap.newKeySet();

    Principals(String account) {
        this.account = account;
    }

    void learn(IamEntity entity) {
        living.add(entity.id());
        if (entity.kind() == IamKind.ROLE) {
            roles.put(arn(entity), entity.id());
        }
    }

    void forget(IamEntity entity) {
        living.remove(entity.id());
        if (entity.kind() == IamKind.ROLE) {
            roles.remove(arn(entity), entity.id());
        }
    }

    private String arn(IamEntity role) {
        return "arn:aws:iam::" + account + ":role" + role.path() + role.name();
    }

    /** The same signer, as who it is now; null when whom it depends on is gone. */
    @Nullable
    Signer known(Signer signer) {
        if (!signer.principal().isEmpty()) {
            return living.contains(signer.principal()) ? signer : null;
        }
        Caller caller = signer.caller();
        if (caller.kind() != Caller.Kind.ROLE_SESSION) {
            return signer;
        }
        String id = roles.get(caller.roleArn());
        Caller named = Caller.session(
                account, caller.roleArn(), id == null ? madeUp(caller.roleArn()) : id, caller.sessionName());
        return new Signer(signer.secret(), named, signer.expiresMillis());
    }

    /** An id for a role that does not exist: functions may have such. Always the same. */
    private static String madeUp(String roleArn) {
        return TokenSessions.idOf(IamKind.ROLE.prefix(), roleArn);
    }
}
