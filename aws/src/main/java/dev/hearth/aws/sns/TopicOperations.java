package dev.hearth.aws.sns;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.sns.Page;
import dev.hearth.neighbours.sns.Sns;
import dev.hearth.neighbours.sns.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sns.model.AddPermissionRequest;
import software.amazon.awssdk.services.sns.model.AddPermissionResponse;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.DeleteTopicResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsResponse;
import software.amazon.awssdk.services.sns.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sns.model.RemovePermissionResponse;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.TagResourceRequest;
import software.amazon.awssdk.services.sns.model.TagResourceResponse;
import software.amazon.awssdk.services.sns.model.UntagResourceRequest;
import software.amazon.awssdk.services.sns.model.UntagResourceResponse;

/** Topics, their attributes and tags. */
final class TopicOperations {

    private final Sns sns;

    TopicOperations(Sns sns) {
        this.sns = sns;
    }

    CreateTopicResponse create(Call call, CreateTopicRequest request) {
        Topic topic = sns.createTopic(
                Needed.member(request.name(), "Name"),
                request.hasAttributes() ? request.attributes() : Map.of(),
                tags(request.tags()));
        return CreateTopicResponse.builder().topicArn(sns.arn(topic)).build();
    }

    private static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> all = new LinkedHashMap<>();
        tags.forEach(tag -> all.put(Needed.member(tag.key(), "Key"), Needed.member(tag.value(), "Value")));
        return all;
    }

    DeleteTopicResponse delete(Call call, DeleteTopicRequest request) {
        sns.deleteTopic(Needed.member(request.topicArn(), "TopicArn"));
        return DeleteTopicResponse.builder().build();
    }

    ListTopicsResponse list(Call call, ListTopicsRequest request) {
        Page<Topic> page = sns.topics(request.nextToken());
        return ListTopicsResponse.builder()
                .topics(page.items().stream()
                        .map(topic -> software.amazon.awssdk.services.sns.model.Topic.builder()
                                .topicArn(sns.arn(topic))
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    GetTopicAttributesResponse attributes(Call call, GetTopicAttributesRequest request) {
        return GetTopicAttributesResponse.builder()
                .attributes(sns.topicAttributes(Needed.member(request.topicArn(), "TopicArn")))
                .build();
    }

    SetTopicAttributesResponse setAttribute(Call call, SetTopicAttributesRequest request) {
        String value = request.attributeValue();
        sns.setTopicAttribute(
                Needed.member(request.topicArn(), "TopicArn"),
                Needed.member(request.attributeName(), "AttributeName"),
                value == null ? "" : value);
        return SetTopicAttributesResponse.builder().build();
    }

    AddPermissionResponse addPermission(Call call, AddPermissionRequest request) {
        sns.addPermission(
                Needed.member(request.topicArn(), "TopicArn"),
                Needed.member(request.label(), "Label"),
                request.awsAccountIds(),
                request.actionNames());
        return AddPermissionResponse.builder().build();
    }

    RemovePermissionResponse removePermission(Call call, RemovePermissionRequest request) {
        sns.removePermission(Needed.member(request.topicArn(), "TopicArn"), Needed.member(request.label(), "Label"));
        return RemovePermissionResponse.builder().build();
    }

    TagResourceResponse tag(Call call, TagResourceRequest request) {
        sns.tag(Needed.member(request.resourceArn(), "ResourceArn"), tags(request.tags()));
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        sns.untag(Needed.member(request.resourceArn(), "ResourceArn"), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    ListTagsForResourceResponse listTags(Call call, ListTagsForResourceRequest request) {
        Topic topic = sns.topic(Needed.member(request.resourceArn(), "ResourceArn"));
        return ListTagsForResourceResponse.builder()
                .tags(topic.tags().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }
}
