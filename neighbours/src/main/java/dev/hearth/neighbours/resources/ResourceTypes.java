package dev.hearth.neighbours.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All types whose resources are made by the AWS APIs. */
public interface ResourceTypes {

    /** By name. */
    static Map<String, ResourceType> all() {
        List<ResourceType> types = new ArrayList<>();
        types.addAll(LambdaTypes.all());
        types.addAll(MessagingTypes.all());
        types.addAll(EventsTypes.all());
        types.addAll(LogsTypes.all());
        types.addAll(IamTypes.all());
        types.addAll(IamParts.all());
        types.addAll(SsmTypes.all());
        types.addAll(S3Types.all());
        types.addAll(RestApiTypes.all());
        types.addAll(HttpApiTypes.all());
        types.add(new DynamoTable("AWS::DynamoDB::Table"));
        types.add(new DynamoTable("AWS::DynamoDB::GlobalTable"));
        types.add(new NothingType("AWS::CDK::Metadata"));
        types.add(new EcrRepository());
        Map<String, ResourceType> byName = new TreeMap<>();
        types.forEach(type -> byName.put(type.name(), type));
        return byName;
    }
}
