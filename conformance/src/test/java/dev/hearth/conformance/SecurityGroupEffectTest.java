package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.server.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.PrefixListId;

/** What a function in a security group reaches, against two addresses that listen in a network namespace. */
@Tag("slow")
@SuppressWarnings("unchecked") // The SDK's builders take arrays of consumers.
class SecurityGroupEffectTest {

    private static final String SOURCE = """
            import socket, uuid
            ID = str(uuid.uuid4())
            def reach(target):
                address, port = target.rsplit(":", 1)
                try:
                    socket.create_connection((address, int(port)), 1).close()
                    return "reached"
                except OSError:
                    return "not"
            def handler(event, context):
                return " ".join([reach(each) for each in event] + [ID])
            """;

    /** The promise is 5 s on a machine that has nothing else to do; what it took is printed. */
    private static final Duration SOON = Duration.ofSeconds(120);

    private static ListeningNetwork there;
    private static Hearth hearth;
    private static Ec2Client ec2;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        assumeTrue(ListeningNetwork.walls(), "needs root and the packages runsc, nftables and iproute2");
        there = ListeningNetwork.make();
        hearth = Hearth.start(ServerOptions.on(Files.createDirectory(data.resolve("hearth")))
                .withSandbox("gvisor")
                .withFunctionNetwork(ServerOptions.FunctionNetwork.INTERNET));
        ec2 = new Clients(hearth.endpoint(), hearth.keys()).client(Ec2Client.builder());
    }

    @AfterAll
    static void stop() throws Exception {
        if (hearth != null) {
            hearth.close();
        }
        if (there != null) {
            there.close();
        }
    }

    private static IpPermission tcp(UnaryOperator<IpPermission.Builder> more) {
        return more.apply(
                        IpPermission.builder().ipProtocol("tcp").fromPort(7000).toPort(7000))
                .build();
    }

    private static IpPermission to(String address) {
        return tcp(permission ->
                permission.ipRanges(IpRange.builder().cidrIp(address + "/32").build()));
    }

    /** A group that lets nothing out. */
    private static String group() {
        String id = ec2.createSecurityGroup(
                        request -> request.groupName("g-" + UUID.randomUUID()).description("of a test"))
                .groupId();
        ec2.revokeSecurityGroupEgress(request -> request.groupId(id)
                .ipPermissions(IpPermission.builder()
                        .ipProtocol("-1")
                        .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
                        .build()));
        return id;
    }

    private static Function in(String group) {
        return Function.python(
                hearth,
                SOURCE,
                request -> request.timeout(20)
                        .vpcConfig(vpc -> vpc.securityGroupIds(group).subnetIds("subnet-1")));
    }

    private static List<String> reached(Function function) {
        String payload =
                "[\"" + there.first() + ":7000\",\"" + there.second() + ":7000\",\"" + there.first() + ":7001\"]";
        Function.Answer answer = function.invoke(payload);
        assertThat(answer.failed()).as(answer.payload()).isFalse();
        return List.of(answer.payload().replace("\"", "").split(" "));
    }

    private static void soon(Function function, List<String> expected) {
        long begun = System.nanoTime();
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertThat(reached(function)).isEqualTo(expected));
        System.out.printf(
                "SecurityGroupEffectTest: a change was felt after %d ms%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    @Test
    void rulesHoldWhileTheEnvironmentLives() {
        String group = group();
        ec2.authorizeSecurityGroupEgress(request -> request.groupId(group).ipPermissions(to(there.first())));
        try (Function function = in(group)) {
            List<String> first =
                    await().atMost(SOON).until(() -> reached(function), found -> found.contains("reached"));
            String environment = first.getLast();
            assertThat(first).containsExactly("reached", "not", "not", environment);

            String list = ec2.createManagedPrefixList(request -> request.prefixListName("l-" + UUID.randomUUID())
                            .addressFamily("IPv4")
                            .maxEntries(10)
                            .entries(entry -> entry.cidr(there.second() + "/32")))
                    .prefixList()
                    .prefixListId();
            IpPermission listed = tcp(permission -> permission.prefixListIds(
                    PrefixListId.builder().prefixListId(list).build()));
            ec2.authorizeSecurityGroupEgress(request -> request.groupId(group).ipPermissions(listed));
            ec2.revokeSecurityGroupEgress(request -> request.groupId(group).ipPermissions(to(there.first())));
            soon(function, List.of("not", "reached", "not", environment));

            ec2.modifyManagedPrefixList(request -> request.prefixListId(list)
                    .currentVersion(1L)
                    .removeEntries(entry -> entry.cidr(there.second() + "/32")));
            soon(function, List.of("not", "not", "not", environment));

            ec2.authorizeSecurityGroupEgress(request -> request.groupId(group)
                    .ipPermissions(IpPermission.builder()
                            .ipProtocol("-1")
                            .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
                            .build()));
            soon(function, List.of("reached", "reached", "reached", environment));
        }
    }

    @Test
    void hearthsEndpointIsReachedInAnyCaseAndWhoIsInNoGroupReachesEverything() {
        String source = """
                import os, socket
                def handler(event, context):
                    port = int(os.environ["AWS_ENDPOINT_URL"].rsplit(":", 1)[1])
                    socket.create_connection(("127.0.0.1", port), 15).close()
                    return "reached"
                """;
        String group = group();
        try (Function closed = Function.python(
                        hearth,
                        source,
                        request -> request.timeout(20)
                                .vpcConfig(vpc -> vpc.securityGroupIds(group).subnetIds("subnet-1")));
                Function open = Function.python(hearth, SOURCE, Function.timeout(Duration.ofSeconds(20)))) {
            assertThat(closed.invoke("{}").payload()).isEqualTo("\"reached\"");
            assertThat(reached(open)).startsWith("reached", "reached", "reached");
        }
    }
}
