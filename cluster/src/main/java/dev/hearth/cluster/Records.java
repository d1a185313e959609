package dev.hearth.cluster;

import dev.hearth.core.Fault;
import dev.hearth.core.FunctionImage;
import dev.hearth.services.worker.EnvironmentReport;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.HostReport;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.ServedInvocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The worker's records on their way between hosts. */
final class Records {

    private Records() {}

    static void spec(EnvironmentSpec spec, Words.Out out) throws IOException {
        out.text(spec.functionArn())
                .text(spec.functionName())
                .text(spec.version())
                .text(spec.revision())
                .text(spec.runtime())
                .text(spec.handler())
                .number(spec.timeout().toMillis())
                .number(spec.memoryMb())
                .number(spec.ephemeralStorageMb());
        List<String> variables = new ArrayList<>();
        spec.environment().forEach((name, value) -> variables.addAll(List.of(name, value)));
        out.texts(variables, variables.size())
                .text(spec.codeDigest())
                .text(spec.logGroup())
                .texts(spec.layerDigests(), spec.layerDigests().size())
                .text(spec.logControls().format())
                .text(spec.logControls().applicationLevel())
                .text(spec.logControls().systemLevel())
                .text(spec.tenantId())
                .text(spec.initialization().name())
                .flag(spec.image().isPresent());
        if (spec.image().isPresent()) {
            FunctionImage image = spec.image().get();
            out.text(image.uri())
                    .text(image.resolvedUri())
                    .texts(image.entryPoint(), image.entryPoint().size())
                    .texts(image.command(), image.command().size())
                    .text(image.workingDirectory());
        }
        out.texts(spec.securityGroups(), spec.securityGroups().size()).text(spec.role());
    }

    static EnvironmentSpec spec(Words.In in) throws IOException {
        return new EnvironmentSpec(
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                Duration.ofMillis(in.number()),
                (int) in.number(),
                (int) in.number(),
                variables(in.texts()),
                in.text(),
                in.text(),
                in.texts(),
                new EnvironmentSpec.LogControls(in.text(), in.text(), in.text()),
                in.text(),
                initialization(in.text()),
                in.flag()
                        ? Optional.of(new FunctionImage(in.text(), in.text(), in.texts(), in.texts(), in.text()))
                        : Optional.empty(),
                in.more() ? in.texts() : List.of(),
                in.more() ? in.text() : "");
    }

    private static Map<String, String> variables(List<String> pairs) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            variables.put(pairs.get(i), pairs.get(i + 1));
        }
        return variables;
    }

    private static EnvironmentSpec.Initialization initialization(String name) throws IOException {
        try {
            return EnvironmentSpec.Initialization.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IOException("an unknown initialization " + name, e);
        }
    }

    static void start(EnvironmentStart start, Words.Out out) throws IOException {
        switch (start) {
            case EnvironmentStart.Started(String id, boolean healthy) ->
                out.flag(true).text(id).flag(healthy);
            case EnvironmentStart.Refused(Fault fault) ->
                out.flag(false).text(fault.kind().name()).text(fault.message()).text(fault.detail());
        }
    }

    static EnvironmentStart start(Words.In in) throws IOException {
        return in.flag()
                ? new EnvironmentStart.Started(in.text(), in.flag())
                : new EnvironmentStart.Refused(new Fault(kind(in.text()), in.text(), in.text()));
    }

    /** A kind that only a newer host knows is an internal one here. */
    private static Fault.Kind kind(String name) {
        try {
            return Fault.Kind.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            return Fault.Kind.INTERNAL;
        }
    }

    static void result(InvocationResult result, Words.Out out) throws IOException {
        switch (result) {
            case InvocationResult.Answered(ByteBuffer payload, String error, boolean reusable, byte[] tail) ->
                out.flag(true).bytes(payload).text(error).flag(reusable).bytes(ByteBuffer.wrap(tail));
            case InvocationResult.NotDelivered() -> out.flag(false);
            case InvocationResult.Lost() -> throw new IOException("a host does not tell of its own loss");
        }
    }

    static InvocationResult result(Words.In in) throws IOException {
        return in.flag()
                ? new InvocationResult.Answered(
                        in.bytes(), in.text(), in.flag(), in.bytes().array())
                : new InvocationResult.NotDelivered();
    }

    static void served(List<ServedInvocation> invocations, Words.Out out) throws IOException {
        out.number(invocations.size());
        for (ServedInvocation each : invocations) {
            out.text(each.functionArn())
                    .text(each.function())
                    .text(each.version())
                    .flag(each.failed())
                    .number(each.queuedNanos())
                    .number(each.deliveredNanos())
                    .number(each.ranNanos())
                    .number(each.returnedNanos());
        }
    }

    static List<ServedInvocation> served(Words.In in) throws IOException {
        long count = in.number();
        List<ServedInvocation> invocations = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            invocations.add(new ServedInvocation(
                    in.text(), in.text(), in.text(), in.flag(), in.number(), in.number(), in.number(), in.number()));
        }
        return invocations;
    }

    static void report(Message.Report message, Words.Out out) throws IOException {
        HostReport report = message.report();
        out.text(report.hostId())
                .number(report.sequence())
                .flag(report.draining())
                .number(report.memoryMb())
                .number(report.cpuMillis())
                .number(report.memoryFreeMb())
                .texts(report.code(), report.code().size())
                .number(report.environments().size());
        for (EnvironmentReport each : report.environments()) {
            out.text(each.environmentId())
                    .text(each.functionArn())
                    .text(each.version())
                    .text(each.state())
                    .number(each.memoryMb())
                    .text(each.codeDigest());
        }
        List<String> remains = new ArrayList<>();
        message.remains().forEach(each -> remains.addAll(List.of(each.environmentId(), each.functionArn())));
        out.texts(remains, remains.size());
    }

    static Message.Report report(Words.In in) throws IOException {
        String host = in.text();
        long sequence = in.number();
        boolean draining = in.flag();
        int memory = (int) in.number();
        int cpu = (int) in.number();
        int free = (int) in.number();
        List<String> code = in.texts();
        long count = in.number();
        List<EnvironmentReport> environments = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            environments.add(
                    new EnvironmentReport(in.text(), in.text(), in.text(), in.text(), (int) in.number(), in.text()));
        }
        List<Message.Remain> remains = new ArrayList<>();
        List<String> pairs = in.more() ? in.texts() : List.of();
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            remains.add(new Message.Remain(pairs.get(i), pairs.get(i + 1)));
        }
        HostReport report =
                new HostReport(host, sequence, draining, memory, cpu, free, environments, new HashSet<>(code));
        return new Message.Report(report, remains);
    }
}
