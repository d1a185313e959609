package dev.hearth.services.worker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an environment is told the credentials of its role's session, as Lambda tells it: in variables; what asked for
 * SnapStart fetches them from its Runtime API instead, because variables would be those of the snapshot. What starts
 * from a snapshot by Hearth's own choice is told new variables when it wakes, and until when the old ones hold, so that
 * SDKs read them again.
 */
final class RoleSessions {

    /** Where what asked for SnapStart fetches credentials. */
    static final String PATH = "/2021-04-23/credentials";

    private static final String ID = "AWS_ACCESS_KEY_ID";
    private static final String SECRET = "AWS_SECRET_ACCESS_KEY";
    private static final String TOKEN = "AWS_SESSION_TOKEN";
    private static final String EXPIRATION = "AWS_CREDENTIAL_EXPIRATION";
    private static final String URI = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    private static final String GUARD = "AWS_CONTAINER_AUTHORIZATION_TOKEN";

    private RoleSessions() {}

    /** Puts a new session's variables in the place of what a function or an image says. */
    static void put(
            Map<String, String> variables, EnvironmentSpec spec, FunctionCredentials sessions, String runtimeApi) {
        variables.remove(ID);
        variables.remove(SECRET);
        variables.remove(TOKEN);
        if (spec.snapStarts()) {
            variables.put(URI, "http://" + runtimeApi + PATH);
            variables.put(GUARD, sessions.guard(spec.role(), spec.functionArn()));
        } else {
            variables.putAll(fresh(spec, sessions));
        }
    }

    private static Map<String, String> fresh(EnvironmentSpec spec, FunctionCredentials sessions) {
        FunctionCredentials.Credentials made = sessions.of(spec.role(), spec.functionName());
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(ID, made.accessKeyId());
        variables.put(SECRET, made.secretAccessKey());
        variables.put(TOKEN, made.sessionToken());
        if (spec.initialization() == EnvironmentSpec.Initialization.ON_DEMAND_FROM_SNAPSHOT) {
            variables.put(EXPIRATION, end(made));
        }
        return variables;
    }

    private static String end(FunctionCredentials.Credentials made) {
        return Instant.ofEpochSecond(made.expiresMillis() / 1000).toString();
    }

    /** To {@code restore/next}: what woke has a log stream and a session of its own. */
    static ApiReply awake(EnvironmentSpec spec, FunctionCredentials sessions, String logStream) {
        return ApiReply.awake(logStream, spec.snapStarts() ? "" : json(fresh(spec, sessions)));
    }

    /** To who asks for credentials and shows {@code guard}. */
    static ApiReply reply(EnvironmentSpec spec, FunctionCredentials sessions, String guard) {
        byte[] wanted = sessions.guard(spec.role(), spec.functionArn()).getBytes(StandardCharsets.UTF_8);
        if (!spec.snapStarts() || !MessageDigest.isEqual(wanted, guard.getBytes(StandardCharsets.UTF_8))) {
            return ApiReply.refused(403, "AccessDeniedException", "The authorization token is not this function's");
        }
        FunctionCredentials.Credentials made = sessions.of(spec.role(), spec.functionName());
        Map<String, String> members = new LinkedHashMap<>();
        members.put("AccessKeyId", made.accessKeyId());
        members.put("SecretAccessKey", made.secretAccessKey());
        members.put("Token", made.sessionToken());
        members.put("Expiration", end(made));
        return ApiReply.json(200, json(members));
    }

    private static String json(Map<String, String> members) {
        StringBuilder json = new StringBuilder("{");
        members.forEach((name, value) -> {
            json.append(json.length() == 1 ? "" : ",").append('"').append(name).append("\":");
            JsonText.quoted(json, value);
        });
        return json.append('}').toString();
    }
}
