package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.resources.AwsCalls;
import dev.hearth.neighbours.resources.ResourceType;
import dev.hearth.neighbours.templates.ParameterType;
import dev.hearth.neighbours.templates.Template;
import dev.hearth.neighbours.templates.TemplateLimits;
import dev.hearth.neighbours.templates.Templates;
import dev.hearth.neighbours.templates.Transform;
import dev.hearth.neighbours.templates.Tree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns what a caller asks for into settings of a stack, or refuses it. */
final class Preparation {

    static final String AUTO_EXPAND = "CAPABILITY_AUTO_EXPAND";
    static final String IAM = "CAPABILITY_IAM";
    static final String NAMED_IAM = "CAPABILITY_NAMED_IAM";

    private final RunParts parts;
    private final Map<String, Transform> transforms;

    Preparation(RunParts parts, Map<String, Transform> transforms) {
        this.parts = parts;
        this.transforms = transforms;
    }

    /** The text of the template that {@code request} means. */
    String body(StackRequest request, @Nullable Stack before, String accessKeyId) {
        String body = request.body();
        String url = request.url();
        if (body != null && url != null) {
            throw CloudFormationError.VALIDATION.because("Either Template URL or Template Body must be specified.");
        }
        if (body != null) {
            if (body.getBytes(StandardCharsets.UTF_8).length > TemplateLimits.INLINE_BYTES) {
                throw CloudFormationError.VALIDATION.because(
                        "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must"
                                + " have length less than or equal to " + TemplateLimits.INLINE_BYTES);
            }
            return body;
        }
        if (url != null) {
            return text(url, accessKeyId);
        }
        if (request.usePrevious() && before != null && !before.settings().body().isEmpty()) {
            return before.settings().body();
        }
        throw CloudFormationError.VALIDATION.because("Either Template URL or Template Body must be specified.");
    }

    private String text(String url, String accessKeyId) {
        TemplateUrl at = TemplateUrl.of(url);
        byte[] object = parts.clients().object(accessKeyId, at.bucket(), at.key(), TemplateLimits.BODY_BYTES);
        return new String(object, StandardCharsets.UTF_8);
    }

    /** @param direct whether no change set stands between the request and what it does */
    StackSettings settings(
            StackRequest request, Stack stack, @Nullable Stack before, String accessKeyId, boolean direct) {
        String body = body(request, before, accessKeyId);
        Template read = Template.read(body);
        Map<String, String> parameters = Templates.given(read, given(request, before));
        List<String> notifications = request.notifications() != null
                ? request.notifications()
                : before == null ? List.of() : before.settings().notifications();
        Map<String, Object> values =
                values(read, parameters, stack, notifications, parts.clients().as(accessKeyId));
        Templates.obey(read, values);
        boolean expand = request.capabilities().contains(AUTO_EXPAND);
        if (direct && !read.transforms().isEmpty() && !expand) {
            throw lacking(AUTO_EXPAND);
        }
        RowSurroundings nothing =
                new RowSurroundings(nobody -> null, Map::of, parts.clients().as(accessKeyId));
        Template whole = Templates.included(read, values, nothing, url -> text(url, accessKeyId));
        Template applied = Templates.transformed(whole, transforms, values);
        Templates.check(applied, known());
        acknowledged(applied, request.capabilities());
        Map<String, String> tags = tags(request, before);
        String role = request.role() != null
                ? request.role()
                : before == null ? "" : before.settings().role();
        StackSettings settings = new StackSettings(
                body, applied.json(), parameters, values, tags, request.capabilities(), notifications, role);
        // For what only a walk over the whole finds: circles, and conditions that ask for what is not there.
        recognized(
                new RunTarget(settings, nobody -> null, Map::of, parts.clients().as(accessKeyId)));
        return settings;
    }

    /** Also the types of resources whose conditions hold, which {@link Templates#check} leaves. */
    private void recognized(RunTarget target) {
        Set<String> strange = new TreeSet<>();
        for (String logicalId : target.order()) {
            String type = target.block(logicalId).type();
            if (parts.type(type) == null) {
                strange.add(type);
            }
        }
        if (!strange.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "Template format error: Unrecognized resource types: " + strange);
        }
    }

    Set<String> known() {
        return parts.types().keySet();
    }

    private static Map<String, String> tags(StackRequest request, @Nullable Stack before) {
        Map<String, String> tags = request.tags();
        if (tags == null) {
            return before == null ? Map.of() : before.settings().tags();
        }
        if (tags.size() > StackLimits.TAGS) {
            throw CloudFormationError.VALIDATION.because(
                    "1 validation error detected: Value at 'tags' failed to satisfy"
                            + " constraint: Member must have length less than or equal to " + StackLimits.TAGS);
        }
        return tags;
    }

    private static Map<String, String> given(StackRequest request, @Nullable Stack before) {
        Map<String, String> given = new LinkedHashMap<>();
        request.parameters().forEach((name, value) -> {
            String kept = before == null ? null : before.settings().parameters().get(name);
            if (value != null) {
                given.put(name, value);
            } else if (kept != null) {
                given.put(name, kept);
            }
        });
        return given;
    }

    private Map<String, Object> values(
            Template template,
            Map<String, String> parameters,
            Stack stack,
            List<String> notifications,
            AwsCalls calls) {
        AwsScope scope = parts.scope();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("AWS::AccountId", scope.account());
        values.put("AWS::NotificationARNs", notifications);
        values.put("AWS::Partition", "aws");
        values.put("AWS::Region", scope.region());
        values.put("AWS::StackId", stack.id());
        values.put("AWS::StackName", stack.name());
        values.put("AWS::URLSuffix", "amazonaws.com");
        Map<String, ParameterType> types = template.parameters();
        parameters.forEach((name, text) -> {
            ParameterType type = types.get(name);
            if (type != null) {
                values.put(name, type.value(type.isStored() ? RowSurroundings.stored(text, calls) : text));
            }
        });
        return values;
    }

    private void acknowledged(Template template, List<String> given) {
        Set<String> needed = needed(template);
        if (needed.contains(NAMED_IAM) && !given.contains(NAMED_IAM)) {
            throw lacking(NAMED_IAM);
        }
        if (needed.contains(IAM) && !given.contains(IAM) && !given.contains(NAMED_IAM)) {
            throw lacking(IAM);
        }
    }

    private static RuntimeException lacking(String capability) {
        return CloudFormationError.CAPABILITIES.because("Requires capabilities : [" + capability + "]");
    }

    /** The capabilities that {@code template}'s resources need. */
    Set<String> needed(Template template) {
        Set<String> needed = new TreeSet<>();
        template.resources().values().forEach(block -> {
            ResourceType type = parts.type(block.type());
            if (type != null) {
                needed.add(type.capability(block.properties()));
            }
        });
        needed.remove("");
        return needed;
    }

    /** What {@code body} says of itself; parameters need not be given. */
    TemplateSummary summary(String body) {
        Template template = Template.read(body);
        Template applied = template;
        if (template.transforms().isEmpty()) {
            Templates.check(template, known());
        }
        Set<String> needed = needed(applied);
        if (!template.transforms().isEmpty()) {
            needed.add(AUTO_EXPAND);
        }
        List<String> named = template.resources().values().stream()
                .filter(block -> parts.type(block.type()) instanceof ResourceType type
                        && !type.capability(block.properties()).isEmpty())
                .map(dev.hearth.neighbours.templates.ResourceBlock::type)
                .distinct()
                .toList();
        Map<String, Object> metadata = template.section("Metadata");
        return new TemplateSummary(
                template.description(),
                template.parameters(),
                template.resources().values().stream()
                        .map(dev.hearth.neighbours.templates.ResourceBlock::type)
                        .distinct()
                        .toList(),
                needed.contains(NAMED_IAM)
                        ? needed.stream().filter(one -> !one.equals(IAM)).toList()
                        : List.copyOf(needed),
                named.isEmpty() ? "" : "The following resource(s) require capabilities: " + named,
                template.transforms(),
                metadata.isEmpty() ? "" : Tree.json(metadata));
    }
}
