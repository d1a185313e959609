package dev.hearth.neighbours.apigateway;

import java.time.Duration;

/** API Gateway's limits, each with its unit (developer guide, "Quotas", unless another source is named). */
public interface ApiLimits {

    /** Bytes of a request's and of a response's payload. */
    int PAYLOAD_BYTES = 10 * 1024 * 1024;
    /** Bytes of a request to a function (Lambda's own limit). */
    int FUNCTION_BYTES = 6_291_456;
    /** Characters of a document that is kept, or of a text in one: an OpenAPI definition is the longest. */
    int DOCUMENT_CHARS = 20 * 1024 * 1024;
    /** Bytes of an OpenAPI definition. */
    int DEFINITION_BYTES = 6 * 1024 * 1024;
    /** APIs of each kind in an account and region. */
    int APIS = 600;
    /** Resources or routes of an API. */
    int ROUTES = 300;
    /** Stages of an API. */
    int STAGES = 10;
    /** Authorizers of an API. */
    int AUTHORIZERS = 10;
    /** Integrations of an HTTP or WebSocket API. */
    int INTEGRATIONS = 300;
    /** Models of an API. */
    int MODELS = 60;
    /** API keys of an account and region. */
    int KEYS = 10_000;
    /** Usage plans of an account and region. */
    int PLANS = 300;
    /** Tags of a resource. */
    int TAGS = 50;
    /** Entries of a page that is asked for without a limit. */
    int PAGE = 25;
    /** Most entries of a page. */
    int MOST_PAGE = 500;
    /** Bytes of a mapping template. */
    int TEMPLATE_BYTES = 300 * 1024;
    /** Characters that one template may write; ours, because a loop in it could fill the memory. */
    int RENDERED_CHARS = PAYLOAD_BYTES;

    /** Variables that one template may set, which each round of a loop does; ours, for loops stand in each other. */
    int RENDERED_STEPS = 100_000;

    /** Characters that one template may look at or make, all in all; ours: a tenth of a second's work. */
    long RENDERED_WORK = 10L * RENDERED_CHARS;
    /** How long a REST API's integration may take. */
    Duration REST_TIMEOUT = Duration.ofMillis(29_000);
    /** How long an HTTP API's integration may take. */
    Duration HTTP_TIMEOUT = Duration.ofMillis(30_000);
    /** How long a caller may wait for an authorizer. */
    Duration AUTHORIZER_TIMEOUT = Duration.ofSeconds(10);
    /** Authorizers' verdicts that are remembered for an API; ours. */
    int VERDICTS = 10_000;
    /** Seconds for which a verdict may be remembered. */
    int VERDICT_SECONDS = 3_600;
    /** Requests in a second that a stage takes by default, and at once. */
    int RATE = 10_000;

    int BURST = 5_000;

    /** How soon it is kept what was used of a plan: what is lost at most when Hearth is killed; ours. */
    Duration USAGE_KEPT = Duration.ofSeconds(1);

    /** How long it is remembered that a function may be called; ours. */
    Duration PERMIT = Duration.ofSeconds(1);
    /** How long an issuer's keys are remembered (developer guide, "JWT authorizers": two hours). */
    Duration ISSUER_KEYS = Duration.ofHours(2);
    /** How soon keys may be asked for again because a token names one that is not known; ours. */
    Duration ISSUER_RETRY = Duration.ofSeconds(5);

    /** Bytes of a WebSocket message, in frames of {@link #FRAME_BYTES}. */
    int MESSAGE_BYTES = 128 * 1024;

    int FRAME_BYTES = 32 * 1024;
    /** After which a WebSocket connection on which nothing comes is closed. */
    Duration SOCKET_IDLE = Duration.ofMinutes(10);
    /** After which a WebSocket connection is closed in any case. */
    Duration SOCKET_LIFE = Duration.ofHours(2);
    /** WebSocket connections at once; ours, one machine's. */
    int SOCKETS = 2_000;
    /** Messages of one connection that wait for their function; ours. */
    int SOCKET_WAITING = 64;
    /** Bytes in memory of one connection's messages that wait, for their function and for a slow client; ours. */
    int SOCKET_WAITING_BYTES = 2 * 1024 * 1024;
    /** The same of all WebSocket connections together; ours. */
    long SOCKETS_WAITING_BYTES = 64L * 1024 * 1024;
}
