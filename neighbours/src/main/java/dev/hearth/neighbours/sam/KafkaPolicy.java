package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a function must be allowed in order to read a Kafka cluster that is not AWS's. */
final class KafkaPolicy {

    private static final List<String> LOGINS =
            List.of("SASL_SCRAM_256_AUTH", "SASL_SCRAM_512_AUTH", "BASIC_AUTH", "CLIENT_CERTIFICATE_TLS_AUTH");

    private KafkaPolicy() {}

    static Map<String, Object> of(SamEvent event, Parameters parameters) {
        if (!event.says("KafkaBootstrapServers")) {
            throw event.problem("No KafkaBootstrapServers provided for self managed kafka as an event source");
        }
        if (!event.says("Topics")) {
            throw event.problem("No Topics provided for self managed kafka as an event source");
        }
        if (event.get("Topics") instanceof List<?> topics && topics.size() != 1) {
            throw event.problem("Topics for self managed kafka only supports single configuration entry.");
        }
        List<Object> statements = new ArrayList<>();
        // Hearth's Kafka pollers need no login; AWS's want one.
        if (event.says("SourceAccessConfigurations")) {
            access(event, statements);
        }
        if (event.get("SecretsManagerKmsKeyId") instanceof String key) {
            statements.add(RolePolicies.allow(
                    Tree.list("kms:Decrypt"),
                    Fn.sub("arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/" + key)));
        }
        if (event.says("SchemaRegistryConfig")) {
            registry(Tree.at(event.properties(), "SchemaRegistryConfig"), statements, parameters);
        }
        return Tree.map(
                "PolicyName",
                "SelfManagedKafkaExecutionRolePolicy",
                "PolicyDocument",
                Tree.map("Version", "2012-10-17", "Statement", statements));
    }

    private static void access(SamEvent event, List<Object> statements) {
        if (!(event.get("SourceAccessConfigurations") instanceof List<?> configurations)) {
            throw event.problem("SourceAccessConfigurations for self managed kafka event should be a list.");
        }
        Object login = null;
        boolean certificate = false;
        boolean subnet = false;
        boolean group = false;
        for (Object one : configurations) {
            Map<String, Object> configuration = one instanceof Map<?, ?> map ? Tree.members(map) : Tree.map();
            String type = String.valueOf(configuration.get("Type"));
            String what;
            if (LOGINS.contains(type)) {
                if (login != null) {
                    throw event.problem("Multiple auth mechanism properties specified in SourceAccessConfigurations for"
                            + " self managed kafka event.");
                }
                login = configuration.get("URI");
                what = "auth mechanism";
            } else {
                what = type;
                subnet |= type.equals("VPC_SUBNET");
                group |= type.equals("VPC_SECURITY_GROUP");
                certificate |= type.equals("SERVER_ROOT_CA_CERTIFICATE");
                if (!List.of("VPC_SUBNET", "VPC_SECURITY_GROUP", "SERVER_ROOT_CA_CERTIFICATE")
                        .contains(type)) {
                    throw event.problem(
                            "Invalid SourceAccessConfigurations Type provided for self managed kafka event.");
                }
            }
            if (!Tree.says(configuration.get("URI")) && !what.equals("SERVER_ROOT_CA_CERTIFICATE")) {
                throw event.problem("No " + what
                        + " URI property specified in SourceAccessConfigurations for self managed kafka event.");
            }
        }
        if (subnet != group) {
            throw event.problem("VPC_SUBNET and VPC_SECURITY_GROUP in SourceAccessConfigurations for SelfManagedKafka"
                    + " must be both provided.");
        }
        if (login != null) {
            statements.add(secret(login));
        }
        if (certificate) {
            statements.add(secret(login));
        }
        if (subnet) {
            statements.add(RolePolicies.allow(
                    Tree.list(
                            "ec2:CreateNetworkInterface",
                            "ec2:DescribeNetworkInterfaces",
                            "ec2:DeleteNetworkInterface",
                            "ec2:DescribeVpcs",
                            "ec2:DescribeSubnets",
                            "ec2:DescribeSecurityGroups"),
                    "*"));
        }
    }

    private static Map<String, Object> secret(@Nullable Object uri) {
        return RolePolicies.allow(Tree.list("secretsmanager:GetSecretValue"), uri);
    }

    private static void registry(Map<String, Object> config, List<Object> statements, Parameters parameters) {
        if (config.get("AccessConfigs") instanceof List<?> access) {
            access.forEach(one -> {
                if (one instanceof Map<?, ?> map && map.containsKey("URI")) {
                    statements.add(secret(map.get("URI")));
                }
            });
        }
        Object uri = config.get("SchemaRegistryURI");
        Object text = uri;
        if (uri instanceof Map<?, ?> map
                && parameters.resolve(Tree.copyOf(Tree.members(map))) instanceof Map<?, ?> sub) {
            text = sub.get(Fn.SUB);
        }
        String[] parts = String.valueOf(text).split(":");
        if (parts[0].equals("arn") && parts.length > 5 && parts[5].startsWith("registry/")) {
            String name = parts[5].substring("registry/".length());
            statements.add(RolePolicies.allow(Tree.list("glue:GetRegistry"), uri));
            statements.add(RolePolicies.allow(
                    Tree.list("glue:GetSchemaVersion"),
                    Tree.list(Fn.sub(
                            "arn:${AWS::Partition}:glue:${AWS::Region}:${AWS::AccountId}:schema/" + name + "/*"))));
        }
    }
}
