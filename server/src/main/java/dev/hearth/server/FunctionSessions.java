package dev.hearth.server;

import dev.hearth.neighbours.iam.Caller;
import dev.hearth.neighbours.iam.SessionCredentials;
import dev.hearth.neighbours.iam.Sessions;
import dev.hearth.services.worker.FunctionCredentials;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sessions of functions' roles, made by any host that has the data folder's credentials, and known to all of them. */
final class FunctionSessions implements FunctionCredentials {

    /** The role of functions whose host was told none: it comes from a release that did not tell. */
    private static final String UNTOLD = "role/lambda";

    private final Sessions sessions;
    private final SecretKeySpec guards;
    private final String account;

    /** @param guardKey a secret of this Hearth's, from which guards follow */
    FunctionSessions(Sessions sessions, byte[] guardKey, String account) {
        this.sessions = sessions;
        this.guards = new SecretKeySpec(guardKey, "HmacSHA256");
        this.account = account;
    }

    @Override
    public Credentials of(String roleArn, String functionName) {
        String role = roleArn.isEmpty() ? "arn:aws:iam::" + account + ":" + UNTOLD : roleArn;
        SessionCredentials made =
                sessions.issue(Caller.function(account, role, functionName), "", LIFETIME.toSeconds());
        return new Credentials(made.accessKeyId(), made.secret(), made.token(), made.expiresMillis());
    }

    @Override
    public String guard(String roleArn, String functionArn) {
        try {
            Mac mac = Mac.getInstance(guards.getAlgorithm());
            mac.init(guards);
            byte[] text = (roleArn + "\n" + functionArn).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(text));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
