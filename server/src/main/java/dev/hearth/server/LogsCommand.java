package dev.hearth.server;

import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code logs}: a function's log, oldest first. */
final class LogsCommand {

    static final Command COMMAND = new Command(
            "logs",
            "NAME",
            "Print a function's log, oldest first.",
            List.of(
                    new Command.Option("--follow", "", "Go on printing as new lines come."),
                    new Command.Option("--since", "AGE", "How far back: a number and s, m, h, d or w. Default: 10m"),
                    Target.PORT,
                    Target.DATA),
            arguments -> new LogsCommand(arguments).run());

    private static final Pattern AGE = Pattern.compile("([0-9]{1,6})([smhdw])");
    private static final Map<String, Integer> SECONDS = Map.of("s", 1, "m", 60, "h", 3600, "d", 86_400, "w", 604_800);
    private static final int FOLLOW_MILLIS = 500;

    /** Events may become visible a little after their time; following looks this far back again. */
    private static final int OVERLAP_MILLIS = 5_000;

    private final Arguments arguments;

    private LogsCommand(Arguments arguments) {
        this.arguments = arguments;
    }

    private int run() {
        long from = Instant.now()
                .minus(age(arguments.value("--since").orElse("10m")))
                .toEpochMilli();
        boolean follow = arguments.has("--follow");
        SignedClient client = SignedClient.of(Target.of(arguments));
        Set<String> seen = new HashSet<>();
        from = print(client, from, seen);
        while (follow) {
            try {
                Thread.sleep(FOLLOW_MILLIS);
            } catch (InterruptedException e) {
                return 0;
            }
            from = print(client, from, seen);
        }
        return 0;
    }

    static Duration age(String text) {
        Matcher matcher = AGE.matcher(text);
        if (!matcher.matches()) {
            throw new Arguments.UsageException(
                    "--since takes a number and one of s, m, h, d, w, for example 10m; not " + text);
        }
        Integer unit = SECONDS.get(matcher.group(2));
        return Duration.ofSeconds(Long.parseLong(matcher.group(1)) * (unit == null ? 1 : unit));
    }

    /** Prints what is new since {@code from} and returns from where to look next. */
    private long print(SignedClient client, long from, Set<String> seen) {
        Set<String> now = new HashSet<>();
        long newest = from + OVERLAP_MILLIS;
        String token = "";
        do {
            LogPage page = ask(client, from, token);
            for (LogPage.Event event : page.events()) {
                now.add(event.id());
                newest = Math.max(newest, event.timestampMillis());
                if (!seen.contains(event.id())) {
                    System.out.println(Instant.ofEpochMilli(event.timestampMillis()) + " "
                            + event.message().stripTrailing());
                }
            }
            token = page.nextToken();
        } while (!token.isEmpty());
        seen.clear();
        seen.addAll(now);
        return newest - OVERLAP_MILLIS;
    }

    private LogPage ask(SignedClient client, long from, String token) {
        byte[] body = LogPage.request("/aws/lambda/" + arguments.parameter(), from, token)
                .getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers =
                Map.of("content-type", "application/x-amz-json-1.1", "x-amz-target", "Logs_20140328.FilterLogEvents");
        SignedClient.Answer answer = client.post("logs", "/", headers, body);
        if (answer.status() != HttpURLConnection.HTTP_OK) {
            throw new CommandException("no log of " + arguments.parameter() + ": " + answer.text());
        }
        return LogPage.parse(answer.body());
    }
}
