package dev.hearth.server;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.ec2.Ec2Api;
import dev.hearth.neighbours.ec2.Ec2;
import dev.hearth.services.registry.FunctionPage;
import dev.hearth.services.registry.Registry;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** EC2's security groups and prefix lists, which are made when somebody asks for them. */
interface Ec2Parts {

    /** @param registry whose functions are in groups */
    static AwsApi late(Database database, Registry registry, Ground ground, Undo undo) {
        Supplier<Ec2> ec2 = once(() -> Ec2.create(
                Stores.ec2(database),
                group -> members(registry, group),
                ground.ports().randomness(),
                ground.options().scope()));
        ground.groups().own(ec2);
        undo.add("security groups", () -> ground.groups().notOwn(ec2));
        return AwsApi.late("ec2", () -> Ec2Api.create(ec2.get()));
    }

    private static Supplier<Ec2> once(Supplier<Ec2> make) {
        AtomicReference<@Nullable Ec2> made = new AtomicReference<>();
        return () -> {
            synchronized (made) {
                Ec2 there = made.get();
                if (there == null) {
                    there = make.get();
                    made.set(there);
                }
                return there;
            }
        };
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
