package dev.hearth.aws.events;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.events.Events;
import dev.hearth.neighbours.events.Page;
import dev.hearth.neighbours.events.Rule;
import dev.hearth.neighbours.events.Rules;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;

/** Rules. */
final class RuleOperations {

    private final Events events;

    RuleOperations(Events events) {
        this.events = events;
    }

    PutRuleResponse put(Call call, PutRuleRequest request) {
        Rule rule = events.rules()
                .put(new Rules.Wish(
                        request.name(),
                        request.eventBusName(),
                        request.eventPattern(),
                        request.scheduleExpression(),
                        request.stateAsString(),
                        request.description(),
                        request.roleArn(),
                        Needed.tags(request.tags())));
        return PutRuleResponse.builder().ruleArn(events.rules().arn(rule)).build();
    }

    DeleteRuleResponse delete(Call call, DeleteRuleRequest request) {
        events.rules()
                .delete(
                        Needed.member(request.name(), "name"),
                        request.eventBusName(),
                        Boolean.TRUE.equals(request.force()));
        return DeleteRuleResponse.builder().build();
    }

    DescribeRuleResponse describe(Call call, DescribeRuleRequest request) {
        Rule rule = events.rules().get(Needed.member(request.name(), "name"), request.eventBusName());
        return DescribeRuleResponse.builder()
                .name(rule.name())
                .arn(events.rules().arn(rule))
                .eventPattern(Needed.shown(rule.pattern()))
                .scheduleExpression(Needed.shown(rule.schedule()))
                .state(rule.state())
                .description(Needed.shown(rule.description()))
                .roleArn(Needed.shown(rule.roleArn()))
                .managedBy(Needed.shown(rule.managedBy()))
                .eventBusName(rule.bus())
                .createdBy(call.scope().account())
                .build();
    }

    ListRulesResponse list(Call call, ListRulesRequest request) {
        Page<Rule> page = events.rules()
                .list(request.namePrefix(), request.eventBusName(), Needed.page(request.limit(), request.nextToken()));
        return ListRulesResponse.builder()
                .rules(page.items().stream().map(this::listed).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private software.amazon.awssdk.services.eventbridge.model.Rule listed(Rule rule) {
        return software.amazon.awssdk.services.eventbridge.model.Rule.builder()
                .name(rule.name())
                .arn(events.rules().arn(rule))
                .eventPattern(Needed.shown(rule.pattern()))
                .scheduleExpression(Needed.shown(rule.schedule()))
                .state(rule.state())
                .description(Needed.shown(rule.description()))
                .roleArn(Needed.shown(rule.roleArn()))
                .managedBy(Needed.shown(rule.managedBy()))
                .eventBusName(rule.bus())
                .build();
    }

    ListRuleNamesByTargetResponse namesByTarget(Call call, ListRuleNamesByTargetRequest request) {
        Page<String> page = events.rules()
                .namesByTarget(
                        Needed.member(request.targetArn(), "targetArn"),
                        request.eventBusName(),
                        Needed.page(request.limit(), request.nextToken()));
        return ListRuleNamesByTargetResponse.builder()
                .ruleNames(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    EnableRuleResponse enable(Call call, EnableRuleRequest request) {
        events.rules().setState(Needed.member(request.name(), "name"), request.eventBusName(), Rule.ENABLED);
        return EnableRuleResponse.builder().build();
    }

    DisableRuleResponse disable(Call call, DisableRuleRequest request) {
        events.rules().setState(Needed.member(request.name(), "name"), request.eventBusName(), Rule.DISABLED);
        return DisableRuleResponse.builder().build();
    }
}
