package dev.hearth.neighbours.ssm;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Time;
import dev.hearth.neighbours.seal.Seal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@link Ssm} over a store. Changes of one name wait for each other, others do not. */
final class RoomSsm implements Ssm {

    private static final int LOCKS = 64;
    private static final String DEFAULT_KEY = "alias/aws/ssm";

    /** How many parameters are looked at between two questions to the store. */
    private static final int CHUNK = 500;

    private final SsmStore store;
    private final Seal seal;
    private final Time time;
    private final AwsScope scope;
    private final List<Object> locks =
            IntStream.range(0, LOCKS).mapToObj(_ -> new Object()).toList();

    RoomSsm(SsmStore store, Seal seal, Time time, AwsScope scope) {
        this.store = store;
        this.seal = seal;
        this.time = time;
        this.scope = scope;
    }

    private Object lock(String name) {
        return locks.get(Math.floorMod(name.hashCode(), LOCKS));
    }

    @Override
    public ParameterVersion put(PutParameter wish) {
        SsmRules.name(wish.name());
        SsmRules.tags(wish.tags());
        if (wish.overwrite() && !wish.tags().isEmpty()) {
            throw SsmError.VALIDATION.because("Invalid request: tags and overwrite can't be used together. To create a"
                    + " parameter with tags, please remove overwrite flag. To update tags for an existing parameter,"
                    + " please use AddTagsToResource or RemoveTagsFromResource.");
        }
        synchronized (lock(wish.name())) {
            Parameter old = store.find(wish.name());
            if (old != null && !wish.overwrite()) {
                throw SsmError.ALREADY_EXISTS.because("The parameter already exists. To overwrite this value, set the"
                        + " overwrite option in the request to true.");
            }
            if (old == null && store.count() >= SsmLimits.PARAMETERS) {
                throw SsmError.LIMIT_EXCEEDED.because(
                        "You have exceeded the number of parameters for this account: " + SsmLimits.PARAMETERS + ".");
            }
            ParameterVersion next = next(wish, old == null ? null : old.latest());
            makeRoom(wish.name(), next.version());
            ParameterVersion kept = next.isSecure() ? next.withValue(seal.seal(next.value(), place(next))) : next;
            store.put(new Parameter(kept, old == null ? wish.tags() : old.tags()));
            return kept;
        }
    }

    private ParameterVersion next(PutParameter wish, @Nullable ParameterVersion old) {
        String type = SsmRules.type(wish.type(), old);
        boolean advanced = wish.value().length() > SsmLimits.STANDARD_CHARS || wish.policies() != null;
        String tier = SsmRules.tier(wish.tier(), old, advanced);
        SsmRules.value(wish.value(), tier);
        String pattern = orOld(wish.allowedPattern(), old == null ? "" : old.allowedPattern());
        SsmRules.pattern(wish.value(), pattern);
        String description = orOld(wish.description(), old == null ? "" : old.description());
        if (description.length() > SsmLimits.DESCRIPTION_CHARS) {
            throw SsmError.VALIDATION.because("1 validation error detected: Value at 'description' failed to satisfy"
                    + " constraint: Member must have length less than or equal to " + SsmLimits.DESCRIPTION_CHARS);
        }
        boolean secure = type.equals(ParameterVersion.SECURE);
        if (!secure && wish.keyId() != null) {
            throw SsmError.VALIDATION.because("KeyId is required for SecureString type parameter only.");
        }
        String key = secure ? orOld(wish.keyId(), old == null ? DEFAULT_KEY : old.keyId()) : "";
        return new ParameterVersion(
                wish.name(),
                old == null ? 1 : old.version() + 1,
                type,
                wish.value(),
                description,
                pattern,
                key,
                tier,
                SsmRules.dataType(wish.dataType(), old),
                orOld(wish.policies(), old == null ? "" : old.policies()),
                time.millis(),
                wish.by(),
                List.of());
    }

    private static String orOld(@Nullable String given, String old) {
        return given != null ? given : old;
    }

    /** The oldest version goes, unless somebody labelled it. */
    private void makeRoom(String name, long next) {
        if (next <= SsmLimits.VERSIONS) {
            return;
        }
        List<ParameterVersion> versions = store.versions(name);
        if (versions.size() < SsmLimits.VERSIONS) {
            return;
        }
        ParameterVersion oldest = versions.getFirst();
        if (!oldest.labels().isEmpty()) {
            throw SsmError.MAX_VERSIONS.because("You attempted to create a new version of " + name
                    + " by calling the PutParameter API with the overwrite flag. Version " + oldest.version()
                    + ", the oldest version, can't be deleted because it has a label associated with it. Move the label"
                    + " to another version of the parameter, and try again.");
        }
        store.drop(name, oldest.version());
    }

    private static String place(ParameterVersion version) {
        return version.name() + ":" + version.version();
    }

    private ParameterVersion shown(ParameterVersion version, boolean decrypt) {
        return decrypt && version.isSecure() ? version.withValue(seal.open(version.value(), place(version))) : version;
    }

    private String plain(String nameOrArn) {
        String prefix = scope.arn("ssm", "parameter");
        if (!nameOrArn.startsWith(prefix + "/")) {
            return nameOrArn;
        }
        String path = nameOrArn.substring(prefix.length());
        // An ARN has one slash before a name that is no path.
        return path.indexOf('/', 1) < 0 && store.find(path) == null ? path.substring(1) : path;
    }

    @Override
    public @Nullable Selected find(String selector, boolean decrypt) {
        String text = plain(selector.startsWith("arn:") ? withoutSelector(selector) : selector);
        String behind = selector.startsWith("arn:")
                ? selector.substring(withoutSelector(selector).length())
                : "";
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String which = colon < 0 ? behind : text.substring(colon);
        Parameter parameter = store.find(name);
        if (parameter == null) {
            return null;
        }
        ParameterVersion version = which.isEmpty() ? parameter.latest() : selected(name, which.substring(1));
        return version == null ? null : new Selected(shown(version, decrypt), which);
    }

    /** An ARN without the version or label behind it. */
    private static String withoutSelector(String arn) {
        int colon = arn.lastIndexOf(':');
        return colon > arn.indexOf(":parameter/") + 1 ? arn.substring(0, colon) : arn;
    }

    private @Nullable ParameterVersion selected(String name, String which) {
        if (!which.isEmpty() && which.chars().allMatch(c -> c >= '0' && c <= '9') && which.length() < 18) {
            return store.version(name, Long.parseLong(which));
        }
        return store.versions(name).stream()
                .filter(each -> each.labels().contains(which))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Selected get(String selector, boolean decrypt) {
        Selected found = find(selector, decrypt);
        if (found != null) {
            return found;
        }
        int colon = selector.startsWith("arn:") ? -1 : selector.indexOf(':');
        if (colon > 0 && store.find(selector.substring(0, colon)) != null) {
            String which = selector.substring(colon + 1);
            boolean number = which.chars().allMatch(c -> c >= '0' && c <= '9');
            throw SsmError.VERSION_NOT_FOUND.because(
                    "Systems Manager could not find " + (number ? "version " : "label ")
                            + which + " of " + selector.substring(0, colon) + ". Verify the "
                            + (number ? "version" : "label") + " and try again.");
        }
        // SSM says no more than the code.
        throw SsmError.NOT_FOUND.because("");
    }

    private Parameter needed(String name) {
        Parameter parameter = store.find(plain(name));
        if (parameter == null) {
            throw SsmError.NOT_FOUND.because("");
        }
        return parameter;
    }

    @Override
    public SsmPage<ParameterVersion> byPath(
            String path,
            boolean recursive,
            List<ParameterFilter> filters,
            boolean decrypt,
            @Nullable Integer most,
            @Nullable String token) {
        if (!path.startsWith("/")) {
            throw SsmError.VALIDATION.because(SsmRules.PATHS);
        }
        Filters.check(filters);
        SsmPage<Parameter> page = page(
                path.equals("/") ? "" : path,
                each -> Filters.isBelow(each.name(), path, recursive) && passes(each, filters),
                SsmRules.page(most, SsmLimits.PATH_PAGE),
                token);
        return new SsmPage<>(
                page.items().stream().map(each -> shown(each.latest(), decrypt)).toList(), page.token());
    }

    private boolean passes(Parameter parameter, List<ParameterFilter> filters) {
        return Filters.pass(
                parameter,
                filters,
                name -> store.versions(name).stream()
                        .flatMap(each -> each.labels().stream())
                        .toList());
    }

    @Override
    public SsmPage<Parameter> describe(List<ParameterFilter> filters, @Nullable Integer most, @Nullable String token) {
        Filters.check(filters);
        return page("", each -> passes(each, filters), SsmRules.page(most, SsmLimits.PAGE), token);
    }

    /** A page whose token is the last name of the one before. */
    private SsmPage<Parameter> page(String prefix, Predicate<Parameter> wanted, int most, @Nullable String token) {
        List<Parameter> found = new ArrayList<>();
        String after = token == null ? "" : token;
        while (true) {
            List<Parameter> chunk = store.list(prefix, after, CHUNK);
            for (Parameter each : chunk) {
                if (wanted.test(each)) {
                    if (found.size() == most) {
                        return new SsmPage<>(found, found.getLast().name());
                    }
                    found.add(each);
                }
            }
            if (chunk.size() < CHUNK) {
                return new SsmPage<>(found, null);
            }
            after = chunk.getLast().name();
        }
    }

    @Override
    public SsmPage<ParameterVersion> history(
            String name, boolean decrypt, @Nullable Integer most, @Nullable String token) {
        List<ParameterVersion> versions = store.versions(needed(name).name());
        int from = 0;
        try {
            from = token == null ? 0 : Integer.parseInt(token);
        } catch (NumberFormatException notOurs) {
            throw SsmError.INVALID_NEXT_TOKEN.because("The specified token isn't valid.");
        }
        int start = Math.clamp(from, 0, versions.size());
        int end = Math.min(versions.size(), start + SsmRules.page(most, SsmLimits.PAGE));
        return new SsmPage<>(
                versions.subList(start, end).stream()
                        .map(each -> shown(each, decrypt))
                        .toList(),
                end < versions.size() ? Integer.toString(end) : null);
    }

    @Override
    public boolean delete(String name) {
        String plain = plain(name);
        synchronized (lock(plain)) {
            return store.delete(plain);
        }
    }

    @Override
    public Labelled label(String name, @Nullable Long version, List<String> labels) {
        List<String> invalid =
                labels.stream().filter(each -> !SsmRules.isLabel(each)).toList();
        List<String> valid =
                labels.stream().filter(SsmRules::isLabel).distinct().toList();
        Parameter parameter = needed(name);
        synchronized (lock(parameter.name())) {
            long number = version == null ? parameter.latest().version() : version;
            List<ParameterVersion> changed = new ArrayList<>();
            boolean found = false;
            for (ParameterVersion each : store.versions(parameter.name())) {
                List<String> now = new ArrayList<>(each.labels());
                now.removeAll(valid);
                if (each.version() == number) {
                    found = true;
                    now.addAll(valid);
                }
                if (now.size() > SsmLimits.LABELS) {
                    throw SsmError.LABELS.because("An error occurred (ParameterVersionLabelLimitExceeded) when calling"
                            + " the LabelParameterVersion operation: A parameter version can have maximum "
                            + SsmLimits.LABELS + " labels.Move one or more labels to another version and try again.");
                }
                if (!now.equals(each.labels())) {
                    changed.add(each.withLabels(now));
                }
            }
            if (!found) {
                throw SsmError.VERSION_NOT_FOUND.because("Systems Manager could not find version " + number + " of "
                        + parameter.name() + ". Verify the version and try again.");
            }
            store.label(changed);
            return new Labelled(number, invalid);
        }
    }

    @Override
    public List<String> unlabel(String name, long version, List<String> labels) {
        Parameter parameter = needed(name);
        synchronized (lock(parameter.name())) {
            ParameterVersion old = store.version(parameter.name(), version);
            if (old == null) {
                throw SsmError.VERSION_NOT_FOUND.because("Systems Manager could not find version " + version + " of "
                        + parameter.name() + ". Verify the version and try again.");
            }
            List<String> left =
                    old.labels().stream().filter(each -> !labels.contains(each)).toList();
            store.label(List.of(old.withLabels(left)));
            return labels.stream().filter(each -> !old.labels().contains(each)).toList();
        }
    }

    private Parameter resource(String name) {
        Parameter parameter = store.find(plain(name));
        if (parameter == null) {
            throw SsmError.INVALID_RESOURCE_ID.because("");
        }
        return parameter;
    }

    @Override
    public Map<String, String> tags(String name) {
        return resource(name).tags();
    }

    @Override
    public void tag(String name, Map<String, String> tags) {
        synchronized (lock(plain(name))) {
            Parameter old = resource(name);
            Map<String, String> all = new LinkedHashMap<>(old.tags());
            all.putAll(tags);
            SsmRules.tags(all);
            store.put(new Parameter(old.latest(), all));
        }
    }

    @Override
    public void untag(String name, List<String> keys) {
        synchronized (lock(plain(name))) {
            Parameter old = resource(name);
            Map<String, String> left = new LinkedHashMap<>(old.tags());
            keys.forEach(left::remove);
            store.put(new Parameter(old.latest(), left));
        }
    }

    @Override
    public String arn(String name) {
        return scope.arn("ssm", "parameter" + (name.startsWith("/") ? "" : "/") + name);
    }
}
