package dev.hearth.neighbours.iam;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The managed policies that AWS itself keeps, as far as {@code aws-policies.txt} has them. Any ARN of AWS's form may be
 * attached: there are more than a thousand.
 */
final class AwsPolicies {

    private static final String PREFIX = "arn:aws:iam::aws:policy";
    private static final Pattern ARN = Pattern.compile(
            "arn:aws:iam::aws:policy/((service-role|job-function|aws-service-role)/)?[\\w+=,.@-]{1,128}");
    private static final String VERSION = "v1";
    private static final String OWNED = "aws";
    private static final int PARTS = 3;

    /** The day on which IAM began to have managed policies: 2015-02-06. */
    private static final long CREATED_MILLIS = 1_423_216_800_000L;

    private AwsPolicies() {}

    /** Read when first asked for. */
    private static final class Known {
        static final Map<String, IamEntity> BY_ARN = load();
    }

    static boolean isOne(String arn) {
        return ARN.matcher(arn).matches();
    }

    static @Nullable IamEntity find(String arn) {
        return isOne(arn) ? Known.BY_ARN.get(arn) : null;
    }

    static List<IamEntity> all() {
        return List.copyOf(Known.BY_ARN.values());
    }

    static boolean isOwned(IamEntity entity) {
        return entity.settings().containsKey(OWNED);
    }

    private static Map<String, IamEntity> load() {
        Map<String, IamEntity> policies = new LinkedHashMap<>();
        try (InputStream in = AwsPolicies.class.getResourceAsStream("aws-policies.txt")) {
            if (in == null) {
                throw new IllegalStateException("aws-policies.txt is not on the class path");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", PARTS))
                    .forEach(each -> policies.put(PREFIX + each[0] + each[1], policy(each[0], each[1], each[2])));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return policies;
    }

    private static IamEntity policy(String path, String name, String document) {
        return IamEntity.of(IamKind.POLICY, name, path, id(name), CREATED_MILLIS)
                .withDocument(VERSION, document)
                .with(IamSetting.DEFAULT_VERSION, VERSION)
                .with(IamSetting.LAST_VERSION, VERSION)
                .with(OWNED, "");
    }

    /** The same at every start. */
    private static String id(String name) {
        String digits = Long.toString(Integer.toUnsignedLong(name.hashCode()), Character.MAX_RADIX)
                .toUpperCase(Locale.ROOT);
        return (IamKind.POLICY.prefix() + "HEARTH0000000000").substring(0, 20 - digits.length()) + digits;
    }
}
