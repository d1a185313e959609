package dev.hearth.aws.events;

import static dev.hearth.aws.Operation.built;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.neighbours.events.Events;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.eventbridge.model.CancelReplayRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeReplayRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListArchivesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListEventBusesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListReplaysRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutPermissionRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemovePermissionRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.StartReplayRequest;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UpdateArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.UpdateEventBusRequest;

/** The list of what is built, and the API's errors. */
final class EventsOperations implements AwsApi {

    private final BusOperations buses;
    private final RuleOperations rules;
    private final TargetOperations targets;
    private final EventOperations events;
    private final ArchiveOperations archives;
    private final ReplayOperations replays;

    EventsOperations(Events events) {
        this.buses = new BusOperations(events);
        this.rules = new RuleOperations(events);
        this.targets = new TargetOperations(events);
        this.events = new EventOperations(events);
        this.archives = new ArchiveOperations(events);
        this.replays = new ReplayOperations(events);
    }

    @Override
    public String service() {
        return "events";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return Stream.<List<Operation<?, ?>>>of(ofBuses(), ofRules(), ofArchives())
                .flatMap(List::stream)
                .<Operation<?, ?>>map(each -> each)
                .toList();
    }

    private List<Operation<?, ?>> ofBuses() {
        return List.of(
                built("CreateEventBus", CreateEventBusRequest::builder, buses::create),
                built("DeleteEventBus", DeleteEventBusRequest::builder, buses::delete),
                built("DescribeEventBus", DescribeEventBusRequest::builder, buses::describe),
                built("ListEventBuses", ListEventBusesRequest::builder, buses::list),
                built("UpdateEventBus", UpdateEventBusRequest::builder, buses::update),
                built("PutPermission", PutPermissionRequest::builder, buses::putPermission),
                built("RemovePermission", RemovePermissionRequest::builder, buses::removePermission),
                built("PutEvents", PutEventsRequest::builder, events::put),
                built("TestEventPattern", TestEventPatternRequest::builder, events::test),
                built("TagResource", TagResourceRequest::builder, events::tag),
                built("UntagResource", UntagResourceRequest::builder, events::untag),
                built("ListTagsForResource", ListTagsForResourceRequest::builder, events::listTags));
    }

    private List<Operation<?, ?>> ofRules() {
        return List.of(
                built("PutRule", PutRuleRequest::builder, rules::put),
                built("DeleteRule", DeleteRuleRequest::builder, rules::delete),
                built("DescribeRule", DescribeRuleRequest::builder, rules::describe),
                built("ListRules", ListRulesRequest::builder, rules::list),
                built("ListRuleNamesByTarget", ListRuleNamesByTargetRequest::builder, rules::namesByTarget),
                built("EnableRule", EnableRuleRequest::builder, rules::enable),
                built("DisableRule", DisableRuleRequest::builder, rules::disable),
                built("PutTargets", PutTargetsRequest::builder, targets::put),
                built("RemoveTargets", RemoveTargetsRequest::builder, targets::remove),
                built("ListTargetsByRule", ListTargetsByRuleRequest::builder, targets::list));
    }

    private List<Operation<?, ?>> ofArchives() {
        return List.of(
                built("CreateArchive", CreateArchiveRequest::builder, archives::create),
                built("DeleteArchive", DeleteArchiveRequest::builder, archives::delete),
                built("DescribeArchive", DescribeArchiveRequest::builder, archives::describe),
                built("ListArchives", ListArchivesRequest::builder, archives::list),
                built("UpdateArchive", UpdateArchiveRequest::builder, archives::update),
                built("StartReplay", StartReplayRequest::builder, replays::start),
                built("CancelReplay", CancelReplayRequest::builder, replays::cancel),
                built("DescribeReplay", DescribeReplayRequest::builder, replays::describe),
                built("ListReplays", ListReplaysRequest::builder, replays::list));
    }

    /** The API speaks AWS-JSON, whose errors are all 400 unless they are the service's own. */
    @Override
    public AwsError error(Fault fault) {
        String name = fault.detail();
        return switch (fault.kind()) {
            case NOT_READY, UNAVAILABLE -> new AwsError("ServiceUnavailable", 503, fault.message(), "");
            case INTERNAL -> new AwsError("InternalException", 500, fault.message(), "");
            case NOT_FOUND -> caller(name, "ResourceNotFoundException", fault);
            case ALREADY_EXISTS -> caller(name, "ResourceAlreadyExistsException", fault);
            case LIMIT_EXCEEDED -> caller(name, "LimitExceededException", fault);
            case CONFLICT, PRECONDITION_FAILED -> caller(name, "ConcurrentModificationException", fault);
            case THROTTLED -> caller(name, "ThrottlingException", fault);
            case ACCESS_DENIED -> caller(name, "AccessDeniedException", fault);
            case VALIDATION,
                    INVALID_PARAMETER,
                    INVALID_REQUEST_CONTENT,
                    UNSUPPORTED_MEDIA_TYPE,
                    REQUEST_TOO_LARGE,
                    CODE_STORAGE_EXCEEDED,
                    RECURSIVE_INVOCATION,
                    INVALID_ZIP,
                    INVALID_RUNTIME,
                    SNAP_START,
                    SNAP_START_TIMEOUT -> caller(name, "ValidationException", fault);
        };
    }

    private static AwsError caller(String name, String usual, Fault fault) {
        return new AwsError(name.isEmpty() ? usual : name, 400, fault.message(), "");
    }
}
