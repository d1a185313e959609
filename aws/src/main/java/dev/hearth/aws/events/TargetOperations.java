package dev.hearth.aws.events;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.events.Events;
import dev.hearth.neighbours.events.Page;
import dev.hearth.neighbours.events.Rules;
import dev.hearth.neighbours.events.Target;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.DeadLetterConfig;
import software.amazon.awssdk.services.eventbridge.model.InputTransformer;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.RetryPolicy;
import software.amazon.awssdk.services.eventbridge.model.SqsParameters;

/** The targets of rules. */
final class TargetOperations {

    private final Events events;

    TargetOperations(Events events) {
        this.events = events;
    }

    PutTargetsResponse put(Call call, PutTargetsRequest request) {
        List<Target> targets = Needed.member(request.hasTargets() ? request.targets() : null, "targets").stream()
                .map(TargetOperations::target)
                .toList();
        List<PutTargetsResultEntry> failed =
                events
                        .rules()
                        .putTargets(Needed.member(request.rule(), "rule"), request.eventBusName(), targets)
                        .stream()
                        .map(TargetOperations::notPut)
                        .toList();
        return PutTargetsResponse.builder()
                .failedEntryCount(failed.size())
                .failedEntries(failed)
                .build();
    }

    private static PutTargetsResultEntry notPut(Rules.Failed failed) {
        return PutTargetsResultEntry.builder()
                .targetId(failed.targetId())
                .errorCode(failed.code())
                .errorMessage(failed.message())
                .build();
    }

    private static Target target(software.amazon.awssdk.services.eventbridge.model.Target given) {
        RetryPolicy retries = given.retryPolicy();
        DeadLetterConfig letters = given.deadLetterConfig();
        SqsParameters queue = given.sqsParameters();
        return new Target(
                Needed.member(given.id(), "targets.member.id"),
                Needed.member(given.arn(), "targets.member.arn"),
                given.roleArn() == null ? "" : given.roleArn(),
                given.input(),
                given.inputPath(),
                transformer(given.inputTransformer()),
                queue == null ? null : queue.messageGroupId(),
                letters == null ? null : letters.arn(),
                retries == null ? null : retries.maximumRetryAttempts(),
                retries == null ? null : retries.maximumEventAgeInSeconds());
    }

    private static Target.@Nullable Transformer transformer(@Nullable InputTransformer given) {
        return given == null
                ? null
                : new Target.Transformer(
                        given.hasInputPathsMap() ? given.inputPathsMap() : Map.of(),
                        Needed.member(given.inputTemplate(), "targets.member.inputTransformer.inputTemplate"));
    }

    RemoveTargetsResponse remove(Call call, RemoveTargetsRequest request) {
        List<RemoveTargetsResultEntry> failed = events
                .rules()
                .removeTargets(
                        Needed.member(request.rule(), "rule"),
                        request.eventBusName(),
                        Needed.member(request.hasIds() ? request.ids() : null, "ids"),
                        Boolean.TRUE.equals(request.force()))
                .stream()
                .map(each -> RemoveTargetsResultEntry.builder()
                        .targetId(each.targetId())
                        .errorCode(each.code())
                        .errorMessage(each.message())
                        .build())
                .toList();
        return RemoveTargetsResponse.builder()
                .failedEntryCount(failed.size())
                .failedEntries(failed)
                .build();
    }

    ListTargetsByRuleResponse list(Call call, ListTargetsByRuleRequest request) {
        Page<Target> page = events.rules()
                .targets(
                        Needed.member(request.rule(), "rule"),
                        request.eventBusName(),
                        Needed.page(request.limit(), request.nextToken()));
        return ListTargetsByRuleResponse.builder()
                .targets(page.items().stream().map(TargetOperations::listed).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static software.amazon.awssdk.services.eventbridge.model.Target listed(Target target) {
        Target.Transformer transformer = target.transformer();
        String group = target.messageGroupId();
        String letters = target.deadLetterArn();
        boolean retries = target.retries() != null || target.ageSeconds() != null;
        return software.amazon.awssdk.services.eventbridge.model.Target.builder()
                .id(target.id())
                .arn(target.arn())
                .roleArn(Needed.shown(target.roleArn()))
                .input(target.input())
                .inputPath(target.inputPath())
                .inputTransformer(
                        transformer == null
                                ? null
                                : InputTransformer.builder()
                                        .inputPathsMap(transformer.paths())
                                        .inputTemplate(transformer.template())
                                        .build())
                .sqsParameters(
                        group == null
                                ? null
                                : SqsParameters.builder().messageGroupId(group).build())
                .deadLetterConfig(
                        letters == null
                                ? null
                                : DeadLetterConfig.builder().arn(letters).build())
                .retryPolicy(
                        retries
                                ? RetryPolicy.builder()
                                        .maximumRetryAttempts(target.retries())
                                        .maximumEventAgeInSeconds(target.ageSeconds())
                                        .build()
                                : null)
                .build();
    }
}
