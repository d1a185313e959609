package dev.hearth.aws.lambda;

import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.services.registry.Mappings;
import dev.hearth.services.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceResponse;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceResponse;

/** The operations on tags, which name their resource by its full ARN. */
final class TagOperations {

    /** botocore: {@code TaggableResource}. */
    private static final Pattern TAGGABLE =
            Pattern.compile("arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:"
                    + "(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?"
                    + "|code-signing-config:csc-[a-z0-9]{17}"
                    + "|event-source-mapping:[0-9a-fA-F]{8}-"
                    + "[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
                    + "|capacity-provider:[a-zA-Z0-9-_]+)");

    private static final int KIND = 5;

    private static final String FUNCTION = "function";
    private static final String MAPPING = "event-source-mapping";

    private final Registry registry;
    private final Mappings mappings;

    TagOperations(Registry registry, Mappings mappings) {
        this.registry = registry;
        this.mappings = mappings;
    }

    List<Operation<?, ?>> operations() {
        return List.of(
                new Operation<>("TagResource", TagResourceRequest::builder, this::tag),
                new Operation<>("UntagResource", UntagResourceRequest::builder, this::untag),
                new Operation<>("ListTags", ListTagsRequest::builder, this::tags));
    }

    private TagResourceResponse tag(Call call, TagResourceRequest request) {
        String arn = resource(call, request.resource());
        requireSaid(request.hasTags(), "tags");
        if (isMapping(arn)) {
            mappings.tag(uuid(arn), Wishes.whole("tags", request.tags()));
        } else {
            registry.tag(arn, Wishes.whole("tags", request.tags()));
        }
        return TagResourceResponse.builder().build();
    }

    private UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        String arn = resource(call, request.resource());
        requireSaid(request.hasTagKeys(), "tagKeys");
        if (isMapping(arn)) {
            mappings.untag(uuid(arn), Wishes.whole("tagKeys", request.tagKeys()));
        } else {
            registry.untag(arn, Wishes.whole("tagKeys", request.tagKeys()));
        }
        return UntagResourceResponse.builder().build();
    }

    private ListTagsResponse tags(Call call, ListTagsRequest request) {
        String arn = resource(call, request.resource());
        Map<String, String> tags = isMapping(arn)
                ? mappings.get(uuid(arn)).extras().tags()
                : registry.get("lambda:ListTags", arn, null).tags();
        return ListTagsResponse.builder().tags(tags).build();
    }

    private static boolean isMapping(String arn) {
        return arn.split(":")[KIND].equals(MAPPING);
    }

    private static String uuid(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    /** The ARN of a function, or of a mapping of this account and region. */
    private static String resource(Call call, @Nullable String resource) {
        requireSaid(resource != null, "resource");
        String arn = String.valueOf(resource);
        Matcher matcher = TAGGABLE.matcher(arn);
        if (!matcher.matches()) {
            throw new Fault(
                            Fault.Kind.VALIDATION,
                            "1 validation error detected: Value '" + arn + "' at 'resource' failed to satisfy"
                                    + " constraint: Member must satisfy regular expression pattern: " + TAGGABLE)
                    .asException();
        }
        boolean served = isMapping(arn)
                ? arn.equals(MappingViews.arn(call.scope(), uuid(arn)))
                : arn.split(":")[KIND].equals(FUNCTION);
        if (!served) {
            throw new Fault(Fault.Kind.NOT_FOUND, "The resource you requested does not exist.").asException();
        }
        return arn;
    }

    private static void requireSaid(boolean said, String member) {
        if (!said) {
            throw new Fault(
                            Fault.Kind.VALIDATION,
                            "1 validation error detected: Value null at '" + member
                                    + "' failed to satisfy constraint: Member must not be null")
                    .asException();
        }
    }
}
