package dev.hearth.server;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.ec2.Ec2Api;
import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.ec2.Ec2;
import dev.hearth.services.registry.FunctionPage;
import dev.hearth.services.registry.Registry;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.util.ArrayList;
import java.util.List;

/** EC2's security groups and prefix lists, which are made when somebody asks for them. */
interface Ec2Parts {

    /** @param registry whose functions are in groups */
    static AwsApi late(Database database, Registry registry, Ports ports, AwsScope scope) {
        return AwsApi.late(
                "ec2",
                () -> Ec2Api.create(Ec2.create(
                        Stores.ec2(database), group -> members(registry, group), ports.randomness(), scope)));
    }

    /** The functions, with any of their versions, that are in {@code group}. */
    private static List<String> members(Registry registry, String group) {
        List<String> members = new ArrayList<>();
        String marker = null;
        do {
            FunctionPage page = registry.versions(null, marker, null);
            page.functions().stream()
                    .filter(function ->
                            function.configuration().vpc().securityGroupIds().contains(group))
                    .map(function -> function.name() + ":" + function.version())
                    .forEach(members::add);
            marker = page.nextMarker();
        } while (marker != null);
        return members;
    }
}
