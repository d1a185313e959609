package dev.hearth.services.worker;

import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.services.worker.EnvironmentAction.Drop;
import dev.hearth.services.worker.EnvironmentAction.Registered;
import dev.hearth.services.worker.EnvironmentAction.Reply;
import dev.hearth.services.worker.EnvironmentAction.SubscribeTelemetry;
import dev.hearth.services.worker.EnvironmentAction.TellShutdown;
import dev.hearth.services.worker.EnvironmentDecisions.Facts;
import dev.hearth.services.worker.Extensions.Extension;
import dev.hearth.services.worker.Extensions.Phase;
import dev.hearth.services.worker.LifeDecisions.LifeDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The Extensions API's part of {@link LifeDecisions}. Refusals are in the words of the open runtime interface emulator.
 */
final class ExtensionDecisions {

    /** Exit status of a program that could not be executed. */
    private static final int NOT_EXECUTED = 127;

    private ExtensionDecisions() {}

    static LifeDecision extension(Facts facts, Life life, ExtensionEvent event, long now) {
        return switch (event) {
            case ExtensionEvent.Found e ->
                LifeDecisions.released(facts, life.with(life.extensions().found(e.names())), now, List.of());
            case ExtensionEvent.Asked e -> asked(facts, life, e.exchange(), e.request(), now);
            case ExtensionEvent.Ended e -> ended(facts, life, e, now);
        };
    }

    private static LifeDecision asked(Facts facts, Life life, Exchange exchange, ExtensionRequest request, long now) {
        if (request instanceof ExtensionRequest.Register r) {
            return register(life, exchange, r);
        }
        String id = id(request);
        Extension extension = life.extensions().registered().get(id);
        if (extension == null) {
            return reply(life, exchange, id.isEmpty() ? MISSING_ID : UNKNOWN_ID);
        }
        return switch (request) {
            case ExtensionRequest.Next _ -> next(facts, life, exchange, extension, now);
            case ExtensionRequest.Failed f -> failed(facts, life, exchange, f, now);
            case ExtensionRequest.Subscribe s -> subscribe(life, exchange, extension, s);
            case ExtensionRequest.Register _ -> throw new IllegalStateException("handled above");
        };
    }

    private static final ApiReply MISSING_ID =
            ApiReply.refused(403, "Extension.MissingHeader", "Missing Lambda-Extension-Identifier header");
    private static final ApiReply UNKNOWN_ID =
            ApiReply.refused(403, "Extension.UnknownExtensionIdentifier", "Unknown extension");
    private static final ApiReply MISSING_ERROR_TYPE =
            ApiReply.refused(403, "Extension.MissingHeader", "Missing Lambda-Extension-Function-Error-Type header");
    private static final ApiReply NO_NAME =
            ApiReply.refused(403, "Extension.InvalidExtensionName", "Empty extension name");
    private static final ApiReply BAD_REQUEST = ApiReply.refused(400, "InvalidRequestFormat", "Invalid request body");
    private static final ApiReply BAD_EVENT = ApiReply.refused(
            403,
            "Extension.InvalidEventType",
            "An external extension hears of INVOKE and SHUTDOWN, an internal of INVOKE");
    private static final ApiReply ALREADY =
            ApiReply.refused(403, "Extension.InvalidExtensionState", "The extension is registered already");
    private static final ApiReply TOO_MANY = ApiReply.refused(
            403, "Extension.TooManyExtensions", "Extension limit (" + SandboxSpec.MAX_EXTENSIONS + ") reached");
    private static final ApiReply CLOSED =
            ApiReply.refused(403, "Extension.RegistrationClosed", "Extensions register in the init phase only");

    private static String id(ExtensionRequest request) {
        return switch (request) {
            case ExtensionRequest.Register _ -> "";
            case ExtensionRequest.Next r -> r.id();
            case ExtensionRequest.Failed r -> r.id();
            case ExtensionRequest.Subscribe r -> r.id();
        };
    }

    private static LifeDecision register(Life life, Exchange exchange, ExtensionRequest.Register r) {
        Extensions all = life.extensions();
        boolean external = all.hasExternal(r.name());
        Set<String> events = r.events();
        if (r.name().isEmpty()) {
            return reply(life, exchange, NO_NAME);
        } else if (events == null) {
            return reply(life, exchange, BAD_REQUEST);
        } else if (!(external ? Set.of("INVOKE", "SHUTDOWN") : Set.of("INVOKE")).containsAll(events)) {
            return reply(life, exchange, BAD_EVENT);
        } else if (all.isRegistered(r.name())) {
            return reply(life, exchange, ALREADY);
        } else if (!(life.state() instanceof EnvironmentState.Starting)) {
            return reply(life, exchange, CLOSED);
        } else if (all.registered().size() >= SandboxSpec.MAX_EXTENSIONS) {
            return reply(life, exchange, TOO_MANY);
        }
        Extension extension = new Extension(r.newId(), r.name(), external, events, Phase.REGISTERED, null, false);
        return new LifeDecision(
                life.with(all.with(extension)), List.of(new Registered(exchange, extension, r.accountId())));
    }

    private static LifeDecision next(Facts facts, Life life, Exchange exchange, Extension extension, long now) {
        Exchange before = extension.next();
        if (life.shuttingDown() && !extension.told() && extension.events().contains("SHUTDOWN")) {
            return new LifeDecision(
                    life.with(life.extensions().with(extension.toldOfShutdown())),
                    List.of(new TellShutdown(
                            exchange, extension.id(), LifeDecisions.reason(life.state()), life.killNanos())));
        }
        Life waiting = life.with(life.extensions().with(extension.waiting(exchange)));
        return LifeDecisions.released(facts, waiting, now, before == null ? List.of() : List.of(new Drop(before)));
    }

    private static LifeDecision failed(Facts facts, Life life, Exchange exchange, ExtensionRequest.Failed f, long now) {
        if (f.errorType().isEmpty()) {
            return reply(life, exchange, MISSING_ERROR_TYPE);
        }
        String type = f.init() ? "Extension.InitError" : "Extension.ExitError";
        return failure(facts, life, type, f.errorType(), now, new Reply(exchange, ApiReply.ACCEPTED));
    }

    private static LifeDecision subscribe(
            Life life, Exchange exchange, Extension extension, ExtensionRequest.Subscribe s) {
        TelemetrySubscription subscription = s.subscription();
        if (subscription == null) {
            return reply(life, exchange, ApiReply.refused(400, "ValidationError", "Invalid subscription"));
        } else if (!(life.state() instanceof EnvironmentState.Starting)) {
            return reply(
                    life,
                    exchange,
                    ApiReply.refused(
                            403, "Telemetry.SubscriptionClosed", "Telemetry API subscription is closed already"));
        }
        return new LifeDecision(
                life,
                List.of(
                        new SubscribeTelemetry(extension.id(), extension.name(), subscription),
                        new Reply(exchange, ApiReply.text(200, "OK"))));
    }

    private static LifeDecision ended(Facts facts, Life life, ExtensionEvent.Ended e, long now) {
        if (life.shuttingDown()) {
            return new LifeDecision(life, List.of());
        }
        boolean launched = life.extensions().isRegistered(e.name()) || e.end().exitStatus() != NOT_EXECUTED;
        String type = launched ? "Extension.Crash" : "Extension.LaunchError";
        return failure(facts, life, type, how(e.end()), now, null);
    }

    private static String how(SandboxEnd end) {
        if (end.signal() != 0) {
            return "signal: " + Outcomes.signalName(end.signal());
        }
        return "exit status " + end.exitStatus();
    }

    private static LifeDecision failure(
            Facts facts,
            Life life,
            String type,
            String message,
            long now,
            @org.jspecify.annotations.Nullable EnvironmentAction first) {
        LifeDecision then =
                LifeDecisions.environment(facts, life, new EnvironmentEvent.ExtensionFailed(type, message), now);
        if (first == null) {
            return then;
        }
        List<EnvironmentAction> all = new ArrayList<>();
        all.add(first);
        all.addAll(then.actions());
        return new LifeDecision(then.life(), all);
    }

    private static LifeDecision reply(Life life, Exchange exchange, ApiReply answer) {
        return new LifeDecision(life, List.of(new Reply(exchange, answer)));
    }
}
