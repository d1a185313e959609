package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code FunctionUrlConfig}: a function's URL, and the right of everybody to call it when it is open. */
final class FunctionUrl {

    private static final Map<String, Class<?>> CORS = Map.of(
            "AllowOrigins",
            List.class,
            "AllowMethods",
            List.class,
            "AllowCredentials",
            Boolean.class,
            "AllowHeaders",
            List.class,
            "ExposeHeaders",
            List.class,
            "MaxAge",
            Number.class);

    private FunctionUrl() {}

    static List<Made> of(Declared declared, Made function, @Nullable Made alias) {
        Map<String, Object> config = Tree.at(declared.properties(), "FunctionUrlConfig");
        Object auth = config.get("AuthType");
        if (!Fn.is(config)) {
            boolean known = Fn.is(auth) || "AWS_IAM".equals(auth) || "NONE".equals(auth);
            if (!known) {
                throw declared.problem("AuthType is required to configure function property `FunctionUrlConfig`."
                        + " Please provide either AWS_IAM or NONE.");
            }
            checkCors(declared, config.get("Cors"));
        }
        Map<String, Object> target = alias == null ? function.ref() : alias.ref();
        Made url = new Made(function.id() + "Url", "AWS::Lambda::Url", declared.passedOn())
                .set("Cors", Tree.says(config.get("Cors")) ? config.get("Cors") : null)
                .set("AuthType", auth)
                .set("TargetFunctionArn", target)
                .set("InvokeMode", config.get("InvokeMode"));
        List<Made> made = new ArrayList<>(List.of(url));
        if ("NONE".equals(auth) && !Fn.is(config)) {
            made.add(permission(declared, function, "UrlPublicPermissions", "lambda:InvokeFunctionUrl", target)
                    .set("FunctionUrlAuthType", auth));
            made.add(permission(declared, function, "URLInvokeAllowPublicAccess", "lambda:InvokeFunction", target)
                    .set("InvokedViaFunctionUrl", true));
        }
        return made;
    }

    private static Made permission(
            Declared declared, Made function, String suffix, String action, Map<String, Object> target) {
        return new Made(function.id() + suffix, "AWS::Lambda::Permission", declared.passedOn())
                .set("Action", action)
                .set("FunctionName", target)
                .set("Principal", "*");
    }

    private static void checkCors(Declared declared, @Nullable Object value) {
        if (!Tree.says(value) || Fn.is(value)) {
            return;
        }
        if (!(value instanceof Map<?, ?> cors)) {
            throw declared.problem("Property 'FunctionUrlConfig.Cors' should be a map.");
        }
        Tree.members(cors).forEach((name, member) -> {
            Class<?> type = CORS.get(name);
            if (type == null) {
                throw declared.problem(name + " is not a valid property for configuring Cors.");
            }
            if (!Fn.is(member) && !type.isInstance(member)) {
                String word = type == List.class ? "list" : type == Boolean.class ? "bool" : "int";
                throw declared.problem(name + " must be of type " + word + ".");
            }
        });
    }
}
