package dev.hearth.neighbours.iam;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A thing of IAM. The kinds differ in little but their words, so that one record holds all of them.
 *
 * @param kind what it is
 * @param name unique among its kind, whatever the case of its letters
 * @param path {@code /} or {@code /a/b/}
 * @param id its unique id, for example {@code AROA…}
 * @param createdMillis since 1970
 * @param settings what else it says, by the names of AWS's members (see {@link IamSetting})
 * @param tags by key
 * @param documents policy documents: inline policies by name, or a managed policy's versions ({@code v1}, …)
 * @param attached the ARNs of managed policies that are attached to it
 * @param members the names of a group's users or an instance profile's role
 */
public record IamEntity(
        IamKind kind,
        String name,
        String path,
        String id,
        long createdMillis,
        Map<String, String> settings,
        Map<String, String> tags,
        Map<String, String> documents,
        List<String> attached,
        List<String> members) {

    public IamEntity {
        // Map.copyOf would lose the order in which things came.
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        documents = Collections.unmodifiableMap(new LinkedHashMap<>(documents));
        attached = List.copyOf(attached);
        members = List.copyOf(members);
    }

    static IamEntity of(IamKind kind, String name, String path, String id, long createdMillis) {
        return new IamEntity(kind, name, path, id, createdMillis, Map.of(), Map.of(), Map.of(), List.of(), List.of());
    }

    /** What it says under {@code setting}, or null. */
    public @Nullable String setting(IamSetting setting) {
        return settings.get(setting.name());
    }

    /** With another value of one setting; null takes it away. */
    IamEntity with(IamSetting setting, @Nullable String value) {
        return with(setting.name(), value);
    }

    IamEntity with(String setting, @Nullable String value) {
        Map<String, String> changed = new LinkedHashMap<>(settings);
        if (value == null) {
            changed.remove(setting);
        } else {
            changed.put(setting, value);
        }
        return new IamEntity(kind, name, path, id, createdMillis, changed, tags, documents, attached, members);
    }

    IamEntity renamed(String newName, String newPath) {
        return new IamEntity(kind, newName, newPath, id, createdMillis, settings, tags, documents, attached, members);
    }

    IamEntity withTags(UnaryOperator<Map<String, String>> change) {
        return new IamEntity(
                kind,
                name,
                path,
                id,
                createdMillis,
                settings,
                change.apply(new LinkedHashMap<>(tags)),
                documents,
                attached,
                members);
    }

    /** With another document under {@code document}; null takes it away. */
    IamEntity withDocument(String document, @Nullable String text) {
        Map<String, String> changed = new LinkedHashMap<>(documents);
        if (text == null) {
            changed.remove(document);
        } else {
            changed.put(document, text);
        }
        return new IamEntity(kind, name, path, id, createdMillis, settings, tags, changed, attached, members);
    }

    IamEntity attaching(String arn) {
        return attached.contains(arn) ? this : withAttached(plus(attached, arn));
    }

    IamEntity detaching(String arn) {
        return withAttached(minus(attached, arn));
    }

    private IamEntity withAttached(List<String> arns) {
        return new IamEntity(kind, name, path, id, createdMillis, settings, tags, documents, arns, members);
    }

    IamEntity joining(String member) {
        return members.contains(member) ? this : withMembers(plus(members, member));
    }

    IamEntity leaving(String member) {
        return withMembers(minus(members, member));
    }

    private IamEntity withMembers(List<String> names) {
        return new IamEntity(kind, name, path, id, createdMillis, settings, tags, documents, attached, names);
    }

    private static List<String> plus(List<String> all, String one) {
        List<String> more = new ArrayList<>(all);
        more.add(one);
        return more;
    }

    private static List<String> minus(List<String> all, String one) {
        return all.stream().filter(each -> !each.equals(one)).toList();
    }
}
