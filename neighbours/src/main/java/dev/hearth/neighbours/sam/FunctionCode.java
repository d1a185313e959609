package dev.hearth.neighbours.sam;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a function's code comes from. */
final class FunctionCode {

    private static final String IMAGE = "Image";
    private static final Pattern DYNAMIC =
            Pattern.compile("\\{\\{resolve:(ssm|ssm-secure|secretsmanager):[a-zA-Z0-9_.\\-/]+(:\\d+)?}}");

    private FunctionCode() {}

    static Map<String, Object> of(Declared declared) {
        Object type = packageType(declared);
        if (IMAGE.equals(type)) {
            if (!declared.says("ImageUri")) {
                throw declared.problem("'ImageUri' must be set.");
            }
            return Tree.map("ImageUri", declared.get("ImageUri"));
        }
        if (!"Zip".equals(type)) {
            throw declared.problem("invalid 'PackageType' : " + type);
        }
        Map<String, Object> code;
        if (declared.get("InlineCode") != null) {
            code = Tree.map("ZipFile", declared.get("InlineCode"));
        } else if (declared.get("CodeUri") != null) {
            code = located(declared, declared.get("CodeUri"));
        } else {
            throw declared.problem("Only one of 'InlineCode' or 'CodeUri' can be set.");
        }
        if (declared.says("SourceKMSKeyArn")) {
            code.put("SourceKMSKeyArn", declared.get("SourceKMSKeyArn"));
        }
        return code;
    }

    private static Object packageType(Declared declared) {
        return declared.says("PackageType") ? declared.get("PackageType") : "Zip";
    }

    private static Map<String, Object> located(Declared declared, @Nullable Object uri) {
        if (uri instanceof String text
                && text.contains("/")
                && DYNAMIC.matcher(text).find()) {
            throw declared.problem("Unsupported dynamic reference detected in 'CodeUri'. Please consider using"
                    + " alternative 'FunctionCode' object format.");
        }
        return Location.of(declared, "CodeUri", uri).asCode();
    }

    static void check(Declared declared, Map<String, Object> code) {
        boolean runtime = declared.says("Runtime");
        boolean handler = declared.says("Handler");
        if (IMAGE.equals(packageType(declared))) {
            if (runtime || handler || declared.says("Layers")) {
                throw declared.problem(
                        "Runtime, Handler, Layers cannot be present when PackageType is of type `Image`");
            }
            return;
        }
        if (!runtime || !handler) {
            throw declared.problem("Runtime and Handler needs to be present when PackageType is of type `Zip`");
        }
        if (code.containsKey("ImageUri") || declared.says("ImageConfig")) {
            throw declared.problem("ImageUri or ImageConfig cannot be present when PackageType is of type `Zip`");
        }
    }
}
